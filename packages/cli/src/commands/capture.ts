import type { Command } from 'commander';
import { define } from '../definition.js';
import { counted } from '../format/text.js';
import { type Context, handler } from '../handler.js';

interface Options {
  readonly message?: string;
}

interface Captured {
  readonly commitId: string | null;
  readonly changes: number;
  readonly deploymentId: string | null;
}

export function register(program: Command): void {
  define(program.command('capture'), {
    summary: 'commit what differs between the catalog and the history',
    description:
      'Compares the catalog with what pggit knows and commits the difference, as pggit.capture() does in SQL. ' +
      'In event mode that is what pggit status shows as drift; in manual mode it is how changes come ' +
      'into the history at all.',
    examples: [
      { run: 'pggit capture', to: 'to adopt the drift that pggit status shows' },
      {
        run: 'pggit capture --message "hotfix of Friday"',
        to: 'to say in the history what it was',
      },
    ],
    json: {
      type: 'object',
      fields: {
        commitId: 'the commit; null where nothing differed, and inside a deployment',
        changes: 'number of objects changed in it',
        deploymentId:
          'the deployment that what differed has joined, as inside pggit run; null outside of one',
      },
    },
  })
    .option('-m, --message <text>', 'message of the commit; what changed, where it is left out')
    .action(handler<Options>('pggit_deployer', run));
}

async function run({ pggit, options: { message }, output }: Context<Options>): Promise<undefined> {
  const commitId = (await pggit.capture(message)) ?? null;
  const changes = commitId === null ? 0 : (await pggit.show(commitId)).length;
  const deploymentId = (await pggit.currentDeployment()) ?? null;
  output.result({ commitId, changes, deploymentId }, render);
  return undefined;
}

function render({ commitId, changes, deploymentId }: Captured): string {
  if (commitId !== null) {
    return `captured ${counted(changes, 'change')}: commit ${commitId.slice(0, 8)}`;
  }
  return deploymentId === null
    ? 'nothing to commit: the catalog is as pggit knows it'
    : `what differed, if anything, is part of deployment ${deploymentId} now`;
}
