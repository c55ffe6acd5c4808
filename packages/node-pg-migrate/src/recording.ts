import { type EngineMode, installationState, pggit, type Queryable } from '@pggit/core';
import { notUsableError, whyNotUsable } from './availability.js';
import {
  failedLine,
  messageOf,
  reasonOf,
  recordedLine,
  recoveredLine,
  type Say,
} from './notices.js';
import type { PggitOptions, RunMigration } from './options.js';
import { asRole, currentRole, transactionState } from './session.js';

/** How the deployment of a run is opened. */
export interface RecordingPlan {
  /** Name when the settings have none; also the subject of the commit message. */
  readonly name: string;
  /** `"schema"."table"` the run writes its history to. */
  readonly historyTable: string;
  readonly settings: PggitOptions;
  readonly say: Say;
  /** Id of a deployment to join instead of beginning one. */
  readonly join?: string | undefined;
}

/** A run that is being recorded. Neither end ever throws: what migrated has migrated. */
export interface Recording {
  /** The deployment of this run; undefined when it joined one, which its owner ends. */
  readonly deploymentId: string | undefined;
  /** @returns the commit's id, when there is one */
  finish(migrations: readonly RunMigration[]): Promise<string | undefined>;
  fail(error: unknown): Promise<void>;
}

/**
 * Opens the deployment of a run, or joins the one the session is in. Whatever goes wrong here is
 * said in one line and the run goes on unrecorded, unless `required`.
 *
 * @returns undefined when nothing will be recorded
 * @throws NotInstalledError when pggit is required and not usable, and pggit's own error when it is
 * required and refuses
 */
export async function openRecording(
  client: Queryable,
  plan: RecordingPlan,
): Promise<Recording | undefined> {
  try {
    const state = await installationState(client);
    if (state.usable) return await open(client, plan, state.mode);
    if (plan.settings.required) throw notUsableError(state);
    plan.say(`${whyNotUsable(state)}; this run is not recorded`);
  } catch (error) {
    if (plan.settings.required) throw error;
    plan.say(`this run is not recorded: ${reasonOf(error)}`);
  }
  return undefined;
}

async function open(
  client: Queryable,
  plan: RecordingPlan,
  mode: EngineMode | undefined,
): Promise<Recording> {
  const engine = pggit(client);
  await engine.watchHistoryTable(plan.historyTable, 'node-pg-migrate');
  if (plan.join !== undefined) await engine.joinDeployment(plan.join);
  if ((await engine.currentDeployment()) !== undefined) return joined;
  for (const recovered of await engine.recoverDeployments()) plan.say(recoveredLine(recovered));
  return begin(client, plan, mode);
}

const joined: Recording = {
  deploymentId: undefined,
  finish: async () => undefined,
  fail: async () => {},
};

async function begin(
  client: Queryable,
  { name, settings, say }: RecordingPlan,
  mode: EngineMode | undefined,
): Promise<Recording> {
  const engine = pggit(client);
  const role = await currentRole(client);
  const deploymentId = await engine.beginDeployment(settings.name ?? name, {
    autoCommit: settings.autoCommit ?? false,
  });

  /**
   * Closes the deployment and reads what became of it; a failure leaves it to the next run's
   * recovery.
   */
  const close = async (end: () => Promise<void>) => {
    try {
      return await asRole(client, role, async () => {
        // A migration may have said `reset all` or `discard all`, and the session has forgotten
        // where it belongs.
        if ((await engine.currentDeployment()) !== deploymentId)
          await engine.joinDeployment(deploymentId);
        await end();
        return engine.deploymentReport(deploymentId);
      });
    } catch (error) {
      say(`the deployment could not be closed, the next run will: ${reasonOf(error)}`);
      return undefined;
    }
  };

  return {
    deploymentId,
    async finish(migrations) {
      const { message = messageOf(name, migrations), tags = [] } = settings;
      const report = await close(() => engine.endDeployment({ message, tags }));
      if (report !== undefined) say(recordedLine(report, mode));
      return report?.commitId ?? undefined;
    },
    async fail(error) {
      // Still aborted after the repair: it is the caller's own transaction, and its rollback takes
      // the deployment along.
      if ((await transactionState(client)) === 'failed') return;
      const report = await close(() => engine.abortDeployment(reasonOf(error)));
      if (report !== undefined) say(failedLine(report));
    },
  };
}
