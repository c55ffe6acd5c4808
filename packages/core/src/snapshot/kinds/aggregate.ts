import type { Definition, Renderer } from '../rendered.js';
import { words } from '../rendered.js';
import { literal, routineName } from '../sql.js';
import { argumentList } from './routine.js';

/** A variadic hypothetical-set aggregate writes its last argument twice. */
export const aggregate: Renderer = (identity, definition) => {
  const { arguments: all = [], set, direct_arguments = 0, parallel } = definition;
  const isVariadic = all.some(({ mode }: { mode?: string }) => mode === 'variadic');
  const list =
    set === undefined
      ? argumentList(all) || '*'
      : words(
          argumentList(all.slice(0, direct_arguments)),
          'order by',
          argumentList(all.slice(set === 'hypothetical' && isVariadic ? -1 : direct_arguments)),
        );
  const options = [
    ...steps(definition.transition, ''),
    definition.combine && `combinefunc = ${definition.combine}`,
    definition.serialize && `serialfunc = ${definition.serialize}`,
    definition.deserialize && `deserialfunc = ${definition.deserialize}`,
    ...(definition.moving === undefined
      ? []
      : [...steps(definition.moving, 'm'), `minvfunc = ${definition.moving.inverse}`]),
    definition.sort_operator && `sortop = operator(${operatorName(definition.sort_operator)})`,
    parallel && `parallel = ${parallel}`,
    set === 'hypothetical' && 'hypothetical',
  ].filter(Boolean);
  return {
    statements: [
      `create aggregate ${routineName(identity)}(${list}) (\n  ${options.join(',\n  ')}\n)`,
    ],
    attributes: [
      'arguments',
      'returns',
      'parallel',
      'set',
      'direct_arguments',
      'transition',
      'combine',
      'serialize',
      'deserialize',
      'moving',
      'sort_operator',
    ],
  };
};

/** With `m` before each name those of a moving window. */
function steps(step: Definition, m: string): (string | false)[] {
  const { initial_value, state_size, final, final_extra, final_modify } = step;
  return [
    `${m}sfunc = ${step.function}`,
    `${m}stype = ${step.state}`,
    state_size !== undefined && `${m}sspace = ${state_size}`,
    initial_value !== undefined && `${m}initcond = ${literal(initial_value)}`,
    final !== undefined && `${m}finalfunc = ${final}`,
    final_extra === true && `${m}finalfunc_extra`,
    final_modify !== undefined && `${m}finalfunc_modify = ${final_modify.replace(' ', '_')}`,
  ];
}

/** Without the types of its operands. */
const operatorName = (operator: string) => operator.replace(/\(.*$/s, '');
