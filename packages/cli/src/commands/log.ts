import type { Command } from 'commander';
import { define } from '../definition.js';
import { shortener } from '../format/ids.js';
import { logEntry, logLine } from '../format/log.js';
import { type Context, handler } from '../handler.js';
import { type LoggedCommit, readLog } from '../logged-commit.js';
import { sayManualMode } from '../manual-mode.js';
import type { Screen } from '../output/output.js';
import { positiveInteger } from '../positive-integer.js';

interface Options {
  readonly oneline?: boolean;
  readonly limit?: number;
}

/** Of a commit, in `log` and `show`. */
export const COMMIT_FIELDS = {
  commitId: 'uuid',
  parentIds: 'ids of the commits it follows',
  message: 'its message',
  author: 'login role',
  committedAt: 'ISO 8601',
  tags: 'its tags',
  deploymentId: 'the deployment it is of, or null',
  deploymentName: 'name of that deployment, or null',
  deploymentStatus: 'how that deployment ended: open, completed, failed, interrupted; or null',
  deploymentReason: 'why it ended so, or what is not known of its end; or null',
  changes: 'number of objects changed',
  migrations: 'number of migrations linked',
};

export function register(program: Command): void {
  define(program.command('log'), {
    summary: 'show the history, newest first',
    description:
      'Shows the commits that a ref grew from, newest first, with tags, author, time, deployment ' +
      'and how many objects and migrations each one holds.',
    examples: [
      { run: 'pggit log', to: 'to read the history' },
      { run: 'pggit log --oneline --limit 10', to: 'to see the ten newest commits, a line each' },
      { run: 'pggit log billing', to: 'to see what led to the commit with the tag billing' },
    ],
    json: { type: 'array', fields: COMMIT_FIELDS },
  })
    .argument('[ref]', 'HEAD, a branch, a tag, a commit id or the beginning of one', 'HEAD')
    .option('--oneline', 'one line a commit')
    .option('-n, --limit <count>', 'at most so many commits', positiveInteger)
    .action(handler<Options>('pggit_reader', run));
}

async function run(context: Context<Options>): Promise<undefined> {
  const {
    pggit,
    args: [ref],
    options,
    output,
  } = context;
  const history = await readLog(pggit, ref, options.limit);
  const render = options.oneline ? renderLines : renderEntries;
  output.result(history, render);
  await sayManualMode(context);
  return undefined;
}

function renderEntries(history: LoggedCommit[], { style }: Screen): string {
  const shortId = idsOf(history);
  return history.map((commit) => logEntry(commit, shortId(commit.commitId), style)).join('\n\n');
}

function renderLines(history: LoggedCommit[], { style }: Screen): string {
  const shortId = idsOf(history);
  return history.map((commit) => logLine(commit, shortId(commit.commitId), style)).join('\n');
}

function idsOf(history: LoggedCommit[]) {
  return shortener(history.map(({ commitId }) => commitId));
}
