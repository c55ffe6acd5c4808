import type { CqrsDependency } from '@pggit/core';
import type { Command } from 'commander';
import { define } from '../definition.js';
import { shortener } from '../format/ids.js';
import { table } from '../format/table.js';
import { type Context, handler } from '../handler.js';
import type { Screen } from '../output/output.js';
import { positiveInteger } from '../positive-integer.js';

interface Options {
  readonly commits: number;
  readonly touched?: boolean;
}

export function register(program: Command): void {
  define(program.command('cqrs'), {
    summary: 'list what the query side depends on',
    description:
      'Lists the objects of the query side with the objects of the command side they depend on, ' +
      'directly or through others, and which side the last commits touched without the other. ' +
      'pggit.configure_cqrs() says which schemas are which side.',
    examples: [
      { run: 'pggit cqrs', to: 'to see what the query side depends on' },
      {
        run: 'pggit cqrs --touched --commits 1',
        to: 'to see what the newest commit touched on one side only',
      },
    ],
    json: {
      type: 'array',
      fields: {
        queryKind: 'for example view',
        queryObject: 'for example query.meter_overview',
        commandKind: 'for example table',
        commandObject: 'for example command.meter',
        isDirect: 'false where it depends on it through others only',
        commandCommit:
          'the newest of the commits that touched the object of the command side, or null',
        queryCommit: 'the newest of the commits that touched the object of the query side, or null',
        touchedAlone:
          'command or query: the side that was touched last without the other; null when neither or ' +
          'both were, or one is not tracked',
      },
    },
  })
    .option('-n, --commits <count>', 'how many of the last commits to look at', positiveInteger, 10)
    .option('--touched', 'only where one side was touched without the other')
    .action(handler<Options>('pggit_reader', run));
}

async function run({ pggit, options, output }: Context<Options>): Promise<undefined> {
  const dependencies = await pggit.cqrsImpact(options.commits);
  const listed = options.touched
    ? dependencies.filter(({ touchedAlone }) => touchedAlone !== null)
    : dependencies;
  output.result(listed, (rows, screen) => render(rows, dependencies.length, screen));
  return undefined;
}

function render(listed: CqrsDependency[], total: number, screen: Screen): string {
  if (total === 0) return 'the query side depends on nothing of the command side';
  if (listed.length === 0) return 'no side was touched without the other';
  const shortCommit = shortener(
    listed.flatMap(({ commandCommit, queryCommit }) =>
      [commandCommit ?? [], queryCommit ?? []].flat(),
    ),
  );
  return table(
    [
      { title: 'QUERY SIDE', shrinks: true },
      { title: 'COMMAND SIDE', shrinks: true },
      { title: 'WAY' },
      { title: 'TOUCHED ALONE', style: screen.style.yellow },
      { title: 'COMMIT', style: screen.style.dim },
    ],
    listed.map((each) => [
      `${each.queryKind} ${each.queryObject}`,
      `${each.commandKind} ${each.commandObject}`,
      each.isDirect ? 'direct' : 'indirect',
      each.touchedAlone ?? '',
      shortCommit(commitOf(each)),
    ]),
    screen,
  );
}

/** The commit that touched one side alone. */
function commitOf({ touchedAlone, commandCommit, queryCommit }: CqrsDependency): string | null {
  if (touchedAlone === null) return null;
  return touchedAlone === 'command' ? commandCommit : queryCommit;
}
