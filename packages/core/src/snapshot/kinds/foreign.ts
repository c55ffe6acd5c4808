import { columnComments, columnGrants } from '../common.js';
import type { Definition, Renderer, State } from '../rendered.js';
import { words } from '../rendered.js';
import { ident, literal, splitOn } from '../sql.js';
import { constraintComments, laterConstraints, tableConstraints } from './constraints.js';
import {
  attachment,
  copiedTriggers,
  inheritedColumns,
  isMadeInOrder,
  laterDefaults,
  ownedSequences,
} from './heirs.js';

/** Options of foreign data have no equals sign. */
function foreignOptions(options?: Readonly<Record<string, string>>): string | undefined {
  if (options === undefined) return undefined;
  const pairs = Object.entries(options).map(([name, value]) => `${ident(name)} ${literal(value)}`);
  return `options (${pairs.join(', ')})`;
}

export const wrapper: Renderer = (identity, { handler, validator, options }) => ({
  statements: [
    words(
      `create foreign data wrapper ${identity}`,
      handler && `handler ${handler}`,
      validator && `validator ${validator}`,
      foreignOptions(options),
    ),
  ],
  attributes: ['handler', 'validator', 'options'],
});

export const server: Renderer = (identity, definition) => ({
  statements: [
    words(
      `create server ${identity}`,
      definition.type !== undefined && `type ${literal(definition.type)}`,
      definition.version !== undefined && `version ${literal(definition.version)}`,
      `foreign data wrapper ${ident(definition.wrapper)}`,
      foreignOptions(definition.options),
    ),
  ],
  attributes: ['wrapper', 'type', 'version', 'options'],
});

/** The values of its options, which are passwords as often as not, are known to nobody. */
export const userMapping: Renderer = (identity, { server: name }) => ({
  statements: [`create user mapping for ${splitOn(identity)[0]} server ${ident(name)}`],
  attributes: ['server', 'user'],
});

export const foreignTable: Renderer = (identity, definition, state) => {
  const { partition_of: parent, inherits } = definition;
  const isHeir = inherits !== undefined;
  const columns = (definition.column_order as string[])
    .filter((name) => !(isHeir && definition.columns[name].inherited))
    .map((name) => column(name, definition, state));
  const parts = [...columns, ...tableConstraints(definition, state)];
  return {
    statements: [
      words(
        `create foreign table ${identity} (${parts.join(', ')})`,
        isHeir && `inherits (${inherits.join(', ')})`,
        `server ${ident(definition.server)}`,
        foreignOptions(definition.options),
      ),
      ...columnSettings(identity, definition),
      ...inheritedColumns(identity, definition, state),
      ...attachment(identity, definition),
      ...columnComments(identity, definition),
      ...constraintComments(identity, definition, state),
    ],
    owned: [...ownedSequences(identity, state), ...columnGrants(identity, definition)],
    after: [
      ...laterDefaults(identity, definition, state),
      ...laterConstraints(identity, definition, state),
      ...copiedTriggers(identity, definition),
    ],
    attributes: [
      'server',
      'options',
      'columns',
      ...(isMadeInOrder(definition, state) ? ['column_order'] : []),
      'constraints',
      'inherits',
      'inherited_triggers',
      ...(parent?.detaching ? [] : ['partition_of']),
    ],
  };
};

function column(name: string, definition: Definition, state: State): string {
  const each = definition.columns[name];
  return words(
    ident(name),
    each.type,
    foreignOptions(each.foreign_options),
    each.collation && `collate ${each.collation}`,
    each.default !== undefined && !state.circular.has(definition) && `default ${each.default}`,
    each.generated && `generated always as (${each.generated.expression}) ${each.generated.kind}`,
    each.not_null && 'not null',
  );
}

function columnSettings(relation: string, definition: Definition): string[] {
  return (definition.column_order as string[]).flatMap((name) => {
    const { storage, statistics_target } = definition.columns[name];
    const set = (what: string) =>
      `alter foreign table only ${relation} alter column ${ident(name)} set ${what}`;
    return [
      ...(storage === undefined ? [] : [set(`storage ${storage}`)]),
      ...(statistics_target === undefined ? [] : [set(`statistics ${statistics_target}`)]),
    ];
  });
}
