import type { TrackingRule } from '@pggit/core';
import type { Command } from 'commander';
import { define } from '../definition.js';
import { type Context, handler } from '../handler.js';
import type { Screen } from '../output/output.js';

export function register(program: Command): void {
  define(program.command('explain'), {
    summary: 'say why something is tracked or not',
    description:
      'Names the rule that decides whether an object, or an operation on it, is tracked, and those ' +
      'that would have come after it. A name may mean several objects; each is explained.',
    examples: [
      { run: 'pggit explain app.orders', to: 'to see why a table is tracked or not' },
      { run: "pggit explain 'app.process(uuid, jsonb)'", to: 'to see it for one function' },
      { run: 'pggit explain ALTER TABLE app.orders', to: 'to see it for an operation' },
    ],
    json: {
      type: 'array',
      fields: {
        subject: 'what is explained: an object with its kind, or an operation',
        position: 'place of the rule in the order of decision, from 1',
        rule: 'the rule in words',
        effect: 'tracked or ignored',
        decides: 'whether it is the rule that decides',
      },
    },
  })
    .argument('<object...>', 'an object or an operation, in any spelling')
    .action(handler('pggit_reader', run));
}

async function run({ pggit, args, output }: Context<object>): Promise<undefined> {
  output.result(await pggit.explainTracking(args.flat().join(' ')), render);
  return undefined;
}

function render(rules: TrackingRule[], { style }: Screen): string {
  const subjects = [...new Set(rules.map(({ subject }) => subject))];
  const blocks = subjects.map((subject) => {
    const [first, ...rest] = rules.filter((rule) => rule.subject === subject);
    if (first === undefined) return '';
    const verdict =
      first.effect === 'tracked' ? style.green(first.effect) : style.yellow(first.effect);
    return [
      `${style.bold(subject)} is ${verdict}: ${first.rule}`,
      ...rest.map(({ effect, rule }) => style.dim(`  otherwise ${effect}: ${rule}`)),
    ].join('\n');
  });
  return blocks.join('\n\n');
}
