import { type PgGit, pggit } from '../client/pggit.js';
import type { Queryable } from '../connection/queryable.js';
import { checkTags } from '../deployment/check-tags.js';
import { firstLine } from '../deployment/first-line.js';
import { SessionSharedError } from '../errors/deployments.js';
import { isPgGitError } from '../errors/is-pggit-error.js';
import type { EngineMode } from '../installer/options.js';
import { ownThroughPooler } from '../pooling/own.js';
import {
  isShared,
  type Pooling,
  poolingOf,
  processOf,
  type SharedPooling,
} from '../pooling/pooling.js';
import { installationState } from '../verify/installation-state.js';
import { notUsableError, whyNotUsable } from './availability.js';
import { failedLine, messageOf, recordedLine, recoveredLine, type Say } from './notices.js';
import { asRole, currentRole, transactionState } from './session.js';
import type { RecordingSettings } from './settings.js';

/** How the deployment of a run is opened. */
export interface RecordingPlan {
  /** Name when the settings have none; also the subject of the commit message. */
  readonly name: string;
  readonly settings: RecordingSettings;
  readonly say: Say;
  /** Where the run writes its history, when that is known beforehand. */
  readonly history?: {
    /** `"schema"."table"` */
    readonly table: string;
    /** The tool, as pggit's registry calls it. */
    readonly tool: string;
  };
  /** Whether triggers of the engine record a run whose role has no rights, as on the tool's lock. */
  readonly hasTriggers?: boolean | undefined;
  /** Id of a deployment to join instead of beginning one. */
  readonly join?: string | undefined;
  /**
   * What `poolingOf` has found out about the client, or what finds it out, for a client that only
   * stands for that of the driver. It is asked here when nobody has.
   */
  readonly pooling?: Pooling | (() => Promise<Pooling>) | undefined;
}

/** A migration that a run applied or reverted. */
export interface RanMigration {
  readonly name: string;
}

/** A run that is being recorded. Neither end ever throws: what migrated has migrated. */
export interface Recording {
  /** The deployment of this run: its own, or one it joined, whose owner ends it. */
  readonly deploymentId: string;
  /** Whether it opened that deployment, and ends it. */
  readonly isOwner: boolean;
  /**
   * Whether a pooler shares the sessions of this run. They have joined by their application name
   * then, and nothing may be set in them.
   */
  readonly isShared: boolean;
  /**
   * @param migrations - what ran, for the commit message; leave out where nobody knows
   * @returns the commit's id, when there is one
   */
  finish(migrations?: readonly RanMigration[]): Promise<string | undefined>;
  /** @param error - what the run threw; its first line becomes the reason */
  fail(error: unknown): Promise<void>;
  /**
   * Makes a new session what the one before was that has been lost: a part of the deployment, and its
   * owner where the run owns it.
   *
   * @throws whatever the driver throws; a deployment that was closed meanwhile is no error here, its
   * end tells
   */
  rejoin(session: Queryable): Promise<void>;
}

/**
 * Opens the deployment of a run, or joins the one the session is in. Whatever goes wrong here is
 * said in one line and the run goes on unrecorded, unless `required`.
 *
 * @param client - one session, which must live until the recording has ended: a deployment whose
 * session is gone counts as interrupted
 * @returns undefined when nothing will be recorded
 * @throws NotInstalledError when pggit is required and not installed
 * @throws NotUsableError when pggit is required and this role or server cannot record, and no
 * `pggit run` around it does
 * @throws ReservedTagError when a tag of the settings can be none
 * @throws SessionSharedError when it is required and a pooler in between shares its sessions, and
 * pggit's own error when it is required and refuses
 */
export async function openRecording(
  client: Queryable,
  plan: RecordingPlan,
): Promise<Recording | undefined> {
  try {
    const state = await installationState(client);
    if (state.usable) return await open(client, plan, state.mode);
    const isOuters = state.reason === 'no_privilege' && (await isInOuter(client));
    if (plan.settings.required && !isOuters) throw notUsableError(state);
    const hasTriggers = state.reason === 'no_privilege' && plan.hasTriggers === true;
    plan.say(`${whyNotUsable(state)}; ${whoRecords(isOuters, hasTriggers)}`);
  } catch (error) {
    if (plan.settings.required || isPgGitError(error, 'reserved_tag')) throw error;
    const hint = error instanceof SessionSharedError ? `; ${error.hint}` : '';
    plan.say(`this run is not recorded: ${firstLine(error)}${hint}`);
  }
  return undefined;
}

function whoRecords(isOuters: boolean, hasTriggers: boolean): string {
  if (isOuters) return 'the `pggit run` around this run records it';
  return hasTriggers
    ? "triggers on the tool's tables record this run, with its outcome not confirmed"
    : 'this run is not recorded';
}

async function open(
  client: Queryable,
  plan: RecordingPlan,
  mode: EngineMode | undefined,
): Promise<Recording> {
  const engine = pggit(client);
  const { pooling: find = () => poolingOf(client) } = plan;
  const pooling = typeof find === 'function' ? await find() : find;
  if (isShared(pooling)) return openShared(client, plan, pooling);
  if (plan.join !== undefined) await engine.joinDeployment(plan.join);
  const current = (await engine.currentDeployment()) ?? (await joinOuter(engine));
  if (current !== undefined) {
    await watchHistory(client, plan);
    return joined(current);
  }
  await checkTags(engine, plan.settings.tags);
  // Recovered first: in manual mode the rows of a table that nobody watches yet are those of the run before.
  for (const recovered of await engine.recoverDeployments()) plan.say(recoveredLine(recovered));
  await watchHistory(client, plan);
  return begin(client, plan, mode, pooling === 'session');
}

async function watchHistory(client: Queryable, { history }: RecordingPlan): Promise<void> {
  if (history) await pggit(client).watchHistoryTable(history.table, history.tool);
}

/**
 * A session of a pooler that shares them cannot own a deployment, nor be told that it is in one: the
 * next client would be in it as well. It may be in one by its application name.
 */
async function openShared(
  client: Queryable,
  plan: RecordingPlan,
  pooling: SharedPooling,
): Promise<Recording> {
  const { rows } = await client.query(
    `select pggit.current_deployment() as id
      where pg_catalog.current_setting('application_name') = 'pggit:' || pggit.current_deployment()`,
  );
  if (rows.length === 0) throw new SessionSharedError(pooling);
  await watchHistory(client, plan);
  return { ...joined(String(rows[0]?.id)), isShared: true, rejoin: async () => {} };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether the session was born in the deployment of the `pggit run` that started this process. */
async function isInOuter(client: Queryable): Promise<boolean> {
  const { rows } = await client.query(
    `select pg_catalog.current_setting('pggit.deployment', true) as id,
            pg_catalog.current_setting('application_name') as name`,
  );
  const { PGGIT_DEPLOYMENT: outer } = process.env;
  return !!outer && (rows[0]?.id === outer || rows[0]?.name === `pggit:${outer}`);
}

/**
 * Joins the deployment of the `pggit run` that started this process, for a session whose own options
 * kept it from being born in it. That may be one of another database, or long over.
 */
async function joinOuter(engine: PgGit): Promise<string | undefined> {
  const { PGGIT_DEPLOYMENT: outer } = process.env;
  if (outer === undefined || !UUID.test(outer)) return undefined;
  try {
    await engine.joinDeployment(outer);
    return outer;
  } catch (error) {
    if (isPgGitError(error)) return undefined;
    throw error;
  }
}

function joined(deploymentId: string): Recording {
  return {
    deploymentId,
    isOwner: false,
    isShared: false,
    finish: async () => undefined,
    fail: async () => {},
    rejoin: (session) => unlessClosed(() => pggit(session).joinDeployment(deploymentId)),
  };
}

/** An engine older than this package may not know how to own a deployment, either. */
async function unlessClosed(join: () => Promise<void>): Promise<void> {
  try {
    await join();
  } catch (error) {
    if (!isPgGitError(error)) throw error;
  }
}

const SESSION_CHANGED =
  'a pooler has changed the session of this run: changes of it may be in other commits, and those of others in its own';

async function begin(
  client: Queryable,
  { name, settings, say }: RecordingPlan,
  mode: EngineMode | undefined,
  isPooled: boolean,
): Promise<Recording> {
  const engine = pggit(client);
  const role = await currentRole(client);
  const deploymentId = await engine.beginDeployment(settings.name ?? name, {
    autoCommit: settings.autoCommit ?? false,
  });
  let process = isPooled ? await ownThroughPooler(client) : undefined;

  /**
   * Closes the deployment and reads what became of it; a failure leaves it to the next run's
   * recovery.
   */
  const close = async (end: () => Promise<void>) => {
    try {
      if (process !== undefined && (await processOf(client)) !== process) say(SESSION_CHANGED);
      return await asRole(client, role, async () => {
        // A migration may have said `reset all` or `discard all`, and the session has forgotten
        // where it belongs.
        if ((await engine.currentDeployment()) !== deploymentId)
          await engine.joinDeployment(deploymentId);
        await end();
        return engine.deploymentReport(deploymentId);
      });
    } catch (error) {
      say(`the deployment could not be closed, the next run will: ${firstLine(error)}`);
      return undefined;
    }
  };

  return {
    deploymentId,
    isOwner: true,
    isShared: false,
    async finish(migrations) {
      const { message = migrations ? messageOf(name, migrations) : name, tags = [] } = settings;
      const report = await close(() => engine.endDeployment({ message, tags }));
      if (report !== undefined) say(recordedLine(report, mode));
      return report?.commitId ?? undefined;
    },
    async fail(error) {
      // Still aborted after the repair: it is the caller's own transaction, and its rollback takes
      // the deployment along.
      if ((await transactionState(client)) === 'aborted') return;
      const report = await close(() => engine.abortDeployment(firstLine(error)));
      if (report !== undefined) say(failedLine(report));
    },
    rejoin: (session) =>
      unlessClosed(async () => {
        await pggit(session).joinDeployment(deploymentId);
        // The session before may look alive for a while, to the server or in a pooler.
        if (isPooled) process = await ownThroughPooler(session);
        else await pggit(session).ownDeployment();
      }),
  };
}
