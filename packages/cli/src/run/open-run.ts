import type { EngineMode } from '@pggit/core';
import type { ControlSession, Pooling } from '@pggit/core/adapter';
import { connect } from '../connection/connect.js';
import type { Environment } from '../connection/source.js';
import { CliError } from '../errors/cli-error.js';
import { explain } from '../errors/explain.js';
import { EXIT } from '../exit-codes.js';
import type { Output } from '../output/output.js';
import { openChannels } from './channels.js';
import { type Channels, childEnvironment } from './child-environment.js';
import type { RunTarget } from './find-database.js';
import { liftTimeouts } from './lift-timeouts.js';
import { RecordedRun } from './recorded-run.js';
import { poolingOfControl } from './shared-session.js';
import type { Telling } from './telling.js';

/** Milliseconds a statement that opens or ends a deployment may take. */
const PATIENCE = 60_000;

/** A router forgets a connection on which nothing is said. */
const KEPT_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };

/** A command is about to run as part of a deployment. */
export interface OpenRun {
  readonly control: ControlSession;
  /** The deployment of this run; undefined when it joined one, which its owner ends. */
  readonly recorded: RecordedRun | undefined;
  readonly environment: Environment;
  readonly deploymentId: string;
  /** How the sessions of the command are told it. */
  readonly channels: Channels;
  /** Whether the command is that of a tool which is told in its own way. */
  readonly isTool: boolean;
  readonly mode: EngineMode | undefined;
}

interface OpenSettings {
  readonly name: string;
  readonly required: boolean;
  readonly tags: readonly string[];
}

/**
 * Opens the deployment of a run, or joins the one that the environment names.
 *
 * @returns undefined when nothing will be recorded, which was said
 * @throws CliError when that is required, or when a tag can be none
 */
export async function openRun(
  target: RunTarget,
  settings: OpenSettings,
  output: Output,
  telling: Telling,
): Promise<OpenRun | undefined> {
  let control: ControlSession | undefined;
  try {
    if (target.unreadable) throw target.unreadable;
    const open = async (lost = () => {}) => {
      const client = await connect(target.source, output, KEPT_ALIVE);
      client.once('end', lost);
      return { client, close: () => client.end() };
    };
    const adapter = await import('@pggit/core/adapter');
    control = await adapter.ControlSession.open(open);
    control.patience = PATIENCE;
    const pooling = await poolingOfControl(control, () => open());
    // What is set in a shared session is set for others.
    if (pooling === 'none' || pooling === 'session') await liftTimeouts(control);
    const run = await openOver(control, pooling, target, settings, output, telling);
    if (run === undefined) await control.close();
    return run;
  } catch (error) {
    await control?.close();
    const { exitCode: _, ...text } = explain(error, { needs: 'pggit_deployer' });
    if (settings.required || text.code === 'reserved_tag') {
      throw new CliError(text, { cause: error, exitCode: EXIT.pggitFailed });
    }
    const { lost = 'this run is not recorded' } = target;
    telling.warn(`${lost}: ${text.message}`, text.hint);
    return undefined;
  }
}

async function openOver(
  control: ControlSession,
  pooling: Pooling,
  target: RunTarget,
  { name, required, tags }: OpenSettings,
  output: Output,
  telling: Telling,
): Promise<OpenRun | undefined> {
  const [core, { openRecording }] = await Promise.all([
    import('@pggit/core'),
    import('@pggit/core/adapter'),
  ]);
  await checkEngine(control, target, required, telling);
  const recording = await openRecording(control, {
    name,
    settings: { required, tags: [...tags] },
    say: telling.say,
    pooling,
    hasTriggers: target.hasTriggers,
  });
  if (recording === undefined) return undefined;
  try {
    const { deploymentId } = recording;
    const channels = await openChannels(target, output, telling);
    const isCounted = pooling === 'none' && !channels.isPooled;
    return {
      control,
      recorded: recording.isOwner
        ? await RecordedRun.begin(core, control, recording, isCounted)
        : undefined,
      environment: childEnvironment(target.environment, deploymentId, channels),
      deploymentId,
      channels,
      isTool: target.launch !== undefined,
      mode: (await core.installationState(control)).mode,
    };
  } catch (error) {
    // Over a lost connection it could not, and recovery does.
    if (error instanceof CliError) await recording.fail(error);
    throw error;
  }
}

/**
 * Says that the engine is too old for a tool: changes are recorded then, and no migration.
 *
 * @throws CliError where that is required
 */
async function checkEngine(
  control: ControlSession,
  { needs }: RunTarget,
  required: boolean,
  telling: Telling,
): Promise<void> {
  if (needs === undefined) return;
  // By name: a role without rights hears of those.
  const { rows } = await control.query(
    `select from pg_catalog.pg_namespace n
     where n.nspname = 'pggit' and not exists (
       select from pg_catalog.pg_proc p where p.pronamespace = n.oid and p.proname = $1)`,
    [needs],
  );
  if (rows.length === 0) return;
  const message =
    'the engine in this database is older than this package: no migration of this tool gets a link';
  const hint = 'bring it up to date with `pggit upgrade`';
  if (required) throw new CliError({ code: 'not_installed', message, hint });
  telling.warn(message, hint);
}
