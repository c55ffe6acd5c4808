import type { RecoveredDeployment } from '@pggit/core';
import type { Command } from 'commander';
import { define } from '../definition.js';
import { counted } from '../format/text.js';
import { type Context, handler } from '../handler.js';

export function register(program: Command): void {
  define(program.command('recover'), {
    summary: 'close deployments whose owner is gone',
    description:
      'Closes every open deployment whose session is gone (killed, disconnected, crashed) as ' +
      'interrupted: whatever its transactions committed becomes one commit. Deployments that are ' +
      'at work are left alone. Adapters do this by themselves before they begin.',
    examples: [{ run: 'pggit recover', to: 'to clean up after a CI job that was cancelled' }],
    json: {
      type: 'array',
      fields: {
        deploymentId: 'uuid',
        name: 'name of the deployment',
        commitId: 'the commit of what had landed; null when nothing had',
      },
    },
  }).action(handler('pggit_deployer', run));
}

async function run({ pggit, output }: Context<object>): Promise<undefined> {
  output.result(await pggit.recoverDeployments(), render);
  return undefined;
}

function render(recovered: RecoveredDeployment[]): string {
  if (recovered.length === 0) return 'nothing to recover: no open deployment has lost its owner';
  return [
    `closed ${counted(recovered.length, 'deployment')} as interrupted`,
    ...recovered.map(({ name, commitId }) =>
      commitId === null
        ? `  ${name}: nothing had landed`
        : `  ${name}: what had landed is commit ${commitId.slice(0, 8)}`,
    ),
  ].join('\n');
}
