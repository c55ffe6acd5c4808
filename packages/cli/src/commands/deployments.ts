import type { Deployment } from '@pggit/core';
import type { Command } from 'commander';
import { define } from '../definition.js';
import { shortener } from '../format/ids.js';
import { table } from '../format/table.js';
import { firstLine } from '../format/text.js';
import { duration, shortTime } from '../format/time.js';
import { type Context, handler } from '../handler.js';
import { sayManualMode } from '../manual-mode.js';
import type { Screen } from '../output/output.js';

interface ListedDeployment extends Deployment {
  readonly ownerGone: boolean;
}

export function register(program: Command): void {
  define(program.command('deployments'), {
    summary: 'list deployments, newest first',
    description:
      'Lists deployments, newest first: who ran what, how it ended, and the commit it became.',
    examples: [
      { run: 'pggit deployments', to: 'to see who deployed what' },
      {
        run: 'pggit deployments --json | jq \'.[] | select(.status == "failed")\'',
        to: 'to get those that failed',
      },
    ],
    json: {
      type: 'array',
      fields: {
        deploymentId: 'uuid',
        name: 'as its tool, or whoever began it, named it',
        autoCommit: 'whether each transaction became a commit as it landed',
        status: 'open, completed, failed or interrupted',
        reason: 'why it failed or was interrupted, or why it is not confirmed; null otherwise',
        commitId: 'the commit it became; null while it is open',
        openedBy: 'login role',
        startedAt: 'ISO 8601',
        endedAt: 'ISO 8601; null while it is open',
        ownerGone: 'open, and the session that opened it is gone: `pggit recover` closes it',
      },
    },
  }).action(handler('pggit_reader', run));
}

async function run(context: Context<object>): Promise<undefined> {
  const { pggit, output } = context;
  const deployments = await pggit.deployments();
  const orphans = new Set(
    (await pggit.orphanedDeployments()).map(({ deploymentId }) => deploymentId),
  );
  const listed = deployments.map((deployment) => ({
    ...deployment,
    ownerGone: orphans.has(deployment.deploymentId),
  }));
  output.result(listed, render);
  if (orphans.size > 0) output.note('hint: pggit recover closes deployments whose owner is gone');
  await sayManualMode(context);
  return undefined;
}

function render(deployments: ListedDeployment[], screen: Screen): string {
  if (deployments.length === 0) return 'no deployments';
  const shortId = shortener(deployments.map(({ deploymentId }) => deploymentId));
  const shortCommit = shortener(deployments.flatMap(({ commitId }) => commitId ?? []));
  const [titles, ...lines] = table(
    [
      { title: 'ID' },
      { title: 'NAME', shrinks: true },
      { title: 'STATUS' },
      { title: 'COMMIT', style: screen.style.yellow },
      { title: 'STARTED' },
      { title: 'TOOK', align: 'right' },
      { title: 'BY', shrinks: true },
    ],
    deployments.map((each) => [
      shortId(each.deploymentId),
      each.name,
      each.ownerGone ? 'owner gone' : each.status,
      shortCommit(each.commitId),
      shortTime(each.startedAt),
      duration(each.startedAt, each.endedAt),
      each.openedBy,
    ]),
    screen,
  ).split('\n');
  const reasons = deployments.map(({ reason }) =>
    reason === null ? [] : [screen.style.dim(`  ${firstLine(reason)}`)],
  );
  return [titles, ...lines.flatMap((line, i) => [line, ...(reasons[i] ?? [])])].join('\n');
}
