import type { Command } from 'commander';
import { define } from '../definition.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { renderStatus } from '../format/status.js';
import { type Context, handler } from '../handler.js';

export function register(program: Command): void {
  define(program.command('status'), {
    summary: 'show what the history does not have',
    description:
      'Compares the catalog with the history: drift (nobody recorded it), objects that another ' +
      'session has locked, changes staged in open deployments, disabled event triggers, an emergency stop, ' +
      'deployments whose owner is gone, records of pggit itself that are gone, and objects of kinds that pggit does not model ' +
      '(--verbose lists them). A pause belongs to its session: a session ' +
      'that paused tracking cannot be seen from here; what it changes shows as drift. Writes ' +
      'nothing, so it works on a standby.',
    examples: [
      { run: 'pggit status', to: 'to see whether the history and the database agree' },
      {
        run: 'pggit status --json > status.json || echo drift',
        to: 'to check it in a script',
      },
    ],
    json: {
      type: 'object',
      fields: {
        clean: 'whether the exit code is 0',
        engineVersion: 'version of the engine in the database',
        packageVersion: 'version of the engine in this package',
        mode: 'event (changes are captured) or manual (only `select pggit.capture()` does)',
        'entries[].state':
          'staged, drift, unread (locked by another session), unmodelled, paused (this session), disabled (an event trigger, or the database by an emergency stop), or damaged (records of pggit itself are gone)',
        'entries[].change':
          'added, changed, renamed, removed, untracked; lost for a record; null where it makes no sense',
        'entries[].kind': 'for example table',
        'entries[].identity': 'for example app.orders',
        'entries[].deploymentId': 'the deployment it is staged in, or null',
        'openDeployments[].deploymentId': 'uuid',
        'openDeployments[].name': 'name of the deployment',
        'openDeployments[].openedBy': 'login role',
        'openDeployments[].startedAt': 'ISO 8601',
        'openDeployments[].ownerGone':
          'the session that opened it is gone: `pggit recover` closes it',
      },
    },
    exitCodes: {
      [EXIT.findings]:
        'drift, an object that could not be read, a disabled event trigger, an emergency stop, lost records of pggit, tracking paused for this session, or a deployment whose owner is gone',
    },
  }).action(handler('pggit_reader', run));
}

async function run({
  client,
  core,
  pggit,
  output,
}: Context<object>): Promise<ExitCode | undefined> {
  const { engineVersion, mode, reason } = await core.installationState(client);
  // Says what it is, as every command does that reads the history.
  if (reason === 'no_data') await pggit.log();
  const entries = await pggit.status();
  const orphans = new Set(
    (await pggit.orphanedDeployments()).map(({ deploymentId }) => deploymentId),
  );
  const openDeployments = (await pggit.deployments())
    .filter(({ status }) => status === 'open')
    .map(({ deploymentId, name, openedBy, startedAt }) => ({
      deploymentId,
      name,
      openedBy,
      startedAt,
      ownerGone: orphans.has(deploymentId),
    }));
  // In manual mode there are no event triggers to be disabled: the mode says it.
  const shown = entries.filter(
    ({ state, kind }) => mode !== 'manual' || state !== 'disabled' || kind === 'database',
  );
  const clean =
    orphans.size === 0 && shown.every(({ state }) => state === 'staged' || state === 'unmodelled');
  output.result(
    {
      clean,
      engineVersion,
      packageVersion: core.engineVersion,
      mode,
      entries: shown,
      openDeployments,
    },
    renderStatus,
  );
  return clean ? undefined : EXIT.findings;
}
