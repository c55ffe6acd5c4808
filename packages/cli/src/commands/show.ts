import type { ExternalMigration, ShownChange } from '@pggit/core';
import type { Command } from 'commander';
import { define } from '../definition.js';
import { attributeLines } from '../format/attributes.js';
import { CHANGE_KINDS, changeLine } from '../format/changes.js';
import { commitHeader } from '../format/log.js';
import { indent, oneLine } from '../format/text.js';
import { type Context, handler } from '../handler.js';
import { type LoggedCommit, readLog } from '../logged-commit.js';
import { sayManualMode } from '../manual-mode.js';
import type { Screen } from '../output/output.js';
import type { Style } from '../output/style.js';
import { COMMIT_FIELDS } from './log.js';

interface Shown {
  readonly commit: LoggedCommit;
  readonly migrations: Pick<ExternalMigration, 'toolName' | 'migrationKey' | 'direction'>[];
  readonly changes: ShownChange[];
}

export function register(program: Command): void {
  define(program.command('show'), {
    summary: 'show what a commit changed',
    description:
      'Shows what a commit changed, an object a line: + added, ~ changed, > renamed, - removed, ' +
      '? no longer tracked. Under a changed object stand its attributes before and after, behind ' +
      'it the migration that did it.',
    examples: [
      { run: 'pggit show', to: 'to see what the newest commit changed' },
      { run: 'pggit show billing', to: 'to see what the commit with the tag billing changed' },
      { run: 'pggit show 3f2a', to: 'to see the commit whose id begins so' },
    ],
    json: {
      type: 'object',
      fields: {
        ...Object.fromEntries(
          Object.entries(COMMIT_FIELDS).map(([name, text]) => [`commit.${name}`, text]),
        ),
        'migrations[].toolName': 'tool of a migration linked to the commit',
        'migrations[].migrationKey': "the tool's name for it",
        'migrations[].direction': 'up or down',
        'changes[].change': 'added, changed, renamed, removed or untracked',
        'changes[].kind': 'for example table',
        'changes[].identity': 'for example app.orders',
        'changes[].previousIdentity': 'before a rename; null otherwise',
        'changes[].attributes': 'what changed, by path: {"columns.total.type": [before, after]}',
        'changes[].migrationKey': 'the migration that did it, where one is known',
        'changes[].toolName': 'tool of that migration',
      },
    },
  })
    .argument('[ref]', 'HEAD, a branch, a tag, a commit id or the beginning of one', 'HEAD')
    .action(handler('pggit_reader', run));
}

async function run(context: Context<object>): Promise<undefined> {
  const {
    pggit,
    args: [ref],
    output,
  } = context;
  // The newest commit of a ref's history is the one the ref means.
  const [commit] = (await readLog(pggit, ref, 1)) as [LoggedCommit];
  const changes = await pggit.show(commit.commitId);
  const migrations = (await pggit.migrations())
    .filter(({ pggitCommitId }) => pggitCommitId === commit.commitId)
    .map(({ toolName, migrationKey, direction }) => ({ toolName, migrationKey, direction }));
  output.result({ commit, migrations, changes }, render);
  await sayManualMode(context);
  return undefined;
}

function render({ commit, migrations, changes }: Shown, { style }: Screen): string {
  const header = [
    commitHeader(commit, commit.commitId, style),
    ...(migrations.length === 0 ? [] : [`Migrations: ${listOf(migrations)}`]),
  ].join('\n');
  // Where one migration did it all, the header has said so.
  const isCommon = migrations.length === 1 && changes.every(({ migrationKey }) => migrationKey);
  const groups = CHANGE_KINDS.flatMap((kind) => {
    const group = changes.filter(({ change }) => change === kind);
    return group.length === 0 ? [] : [renderGroup(kind, group, !isCommon, style)];
  });
  const body = groups.length === 0 ? ['no object changed'] : groups;
  return [header, indent(commit.message, '    '), ...body].join('\n\n');
}

function renderGroup(
  kind: string,
  changes: ShownChange[],
  namesMigrations: boolean,
  style: Style,
): string {
  const lines = changes.flatMap((changed) => [
    `  ${changeLine(changed, style)}${namesMigrations ? migrationOf(changed, style) : ''}`,
    ...attributeLines(changed.attributes, style).map((line) => `      ${line}`),
  ]);
  return [style.bold(`${kind} (${changes.length})`), ...lines].join('\n');
}

function migrationOf({ migrationKey, toolName }: ShownChange, style: Style): string {
  return migrationKey === null ? '' : style.dim(`  [${toolName} ${oneLine(migrationKey)}]`);
}

/** A deployment may have run hundreds; the objects name theirs, and `pggit migrations` lists them. */
function listOf(migrations: Shown['migrations']): string {
  const named = migrations
    .slice(0, 5)
    .map(({ migrationKey, direction }) =>
      direction === 'down' ? `${migrationKey} (down)` : migrationKey,
    );
  const rest = migrations.length - named.length;
  return [...named, ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}
