import type { FunctionStep } from '@pggit/core';
import type { Command } from 'commander';
import { define } from '../definition.js';
import { attributeLines } from '../format/attributes.js';
import { changeLine } from '../format/changes.js';
import { shortener } from '../format/ids.js';
import { oneLine } from '../format/text.js';
import { shortTime } from '../format/time.js';
import { type Context, handler } from '../handler.js';
import type { Screen } from '../output/output.js';
import type { Style } from '../output/style.js';

/** A function with its steps, newest first. */
interface Told {
  /** As it was asked for. */
  readonly signature: string;
  readonly version: string | null;
  readonly history: FunctionStep[];
}

export function register(program: Command): void {
  define(program.command('function'), {
    summary: 'show the version and history of a function',
    description:
      'Shows what became of a function, procedure or aggregate, newest first, through renames and ' +
      'across a drop, with its version. It takes any spelling of the signature; the name alone will ' +
      'do where nothing is overloaded.',
    examples: [
      {
        run: "pggit function 'app.process(uuid, jsonb)'",
        to: 'to see what became of one overload',
      },
      { run: 'pggit function app.process --json', to: 'to have it as JSON' },
    ],
    json: {
      type: 'object',
      fields: {
        signature: 'as it was asked for',
        version: 'in force now, or null',
        'history[].change':
          'added, changed, renamed, removed, untracked, or versioned: it was given a version or metadata',
        'history[].identity': 'for example app.process(uuid, jsonb)',
        'history[].previousIdentity': 'before a rename; null otherwise',
        'history[].version': 'in force after the step, or null',
        'history[].metadata': 'in force after the step, or null',
        'history[].attributes': 'what changed, by path: {"body": [before, after]}',
        'history[].commitId': 'its commit; null while its deployment is open',
        'history[].deploymentId': 'null when it was made outside a deployment',
        'history[].migrationKey': 'the migration that did it, where one is known',
        'history[].toolName': 'tool of that migration',
        'history[].author': 'login role',
        'history[].changedAt': 'ISO 8601',
      },
    },
  })
    .argument('<signature>', 'for example app.process(uuid, jsonb)')
    .action(handler('pggit_reader', run));
}

async function run({ pggit, args, output }: Context<object>): Promise<undefined> {
  const signature = args[0] ?? '';
  const history = await pggit.functionHistory(signature);
  // One that is gone has a history and no version; one that is not tracked the other way round.
  const isGone = history[0]?.change === 'removed';
  const version = isGone
    ? null
    : (history[0]?.version ?? (await pggit.functionVersion(signature)) ?? null);
  output.result({ signature, version, history }, render);
  return undefined;
}

function render({ signature, version, history }: Told, { style }: Screen): string {
  const [last] = history;
  const name = last?.identity ?? signature;
  const head = `${style.bold(oneLine(name))}  ${version === null ? style.dim('no version') : version}`;
  if (last === undefined) return `${head}\nnot tracked`;
  const shortId = shortener(history.flatMap(({ commitId }) => commitId ?? []));
  return [head, ...history.map((step) => renderStep(step, shortId(step.commitId), style))].join(
    '\n\n',
  );
}

function renderStep(step: FunctionStep, commit: string, style: Style): string {
  const { changedAt, author, migrationKey, toolName, version, metadata } = step;
  const by = migrationKey === null ? oneLine(author) : `${toolName} ${oneLine(migrationKey)}`;
  const facts = [shortTime(changedAt), style.yellow(commit || 'staged'), by].join('  ');
  if (step.change === 'versioned') {
    const given = metadata === null ? '' : `  ${style.dim(JSON.stringify(metadata))}`;
    return `${facts}\n  = version ${version ?? '(none)'}${given}`;
  }
  return [
    facts,
    `  ${changeLine({ ...step, kind: '' }, style)}`,
    ...attributeLines(step.attributes, style).map((line) => `      ${line}`),
  ].join('\n');
}
