import type { Queryable } from '../connection/queryable.js';
import { callByName } from './by-name.js';
import { assertSession, call } from './call.js';
import { type MigrationTool, registerToolCall } from './migration-tool.js';
import type {
  AttachedTable,
  BackfilledTable,
  ConsistencyFinding,
  PurgedHistory,
  RecoveredDeployment,
} from './rows.js';

/** The tracking configuration; what is left out has the default of the SQL function. */
export interface TrackingConfiguration {
  /** Schemas to track, `%` as wildcard; null tracks all. */
  readonly trackSchemas?: readonly string[] | null;
  /** Schemas not to track. One in both lists is tracked. */
  readonly ignoreSchemas?: readonly string[];
  /** Command tags to track; null tracks all. */
  readonly trackOperations?: readonly string[] | null;
  /** Command tags not to track; `REFRESH MATERIALIZED VIEW` by default. */
  readonly ignoreOperations?: readonly string[];
}

/** How a step is linked under its name. */
export interface LinkOptions {
  /** `'down'` for a step back; `'up'` by default. */
  readonly direction?: 'up' | 'down';
  /** A time of the server's, as text; what was captured later belongs to later steps. */
  readonly capturedUntil?: string | undefined;
  /**
   * Process ids of sessions. While one of them is inside a transaction, what it did cannot be seen
   * yet, and nothing is linked.
   */
  readonly unlessInTransaction?: readonly number[];
  /**
   * For a step that may have been rolled back after it was named: without a link or a change of its
   * own it gets none.
   */
  readonly onlyWithChanges?: boolean;
}

/** What writes. Methods marked *session* need a connection and throw a TypeError for a pool. */
export interface Working {
  /**
   * Opens a deployment and makes this session part of it. *Session.*
   *
   * @returns its id (uuid)
   * @throws DeploymentOpenError, InvalidDeploymentNameError
   */
  beginDeployment(name: string, options?: { readonly autoCommit?: boolean }): Promise<string>;
  /**
   * Refuses labels that no ref could reach, as the end of a deployment does, before its work begins.
   *
   * @throws ReservedTagError
   */
  checkTags(tags: readonly string[]): Promise<void>;
  /**
   * Ends this session's deployment: one commit of everything it captured. *Session.*
   *
   * @throws NoDeploymentError, ReservedTagError
   */
  endDeployment(options?: {
    readonly message?: string;
    readonly tags?: readonly string[];
  }): Promise<void>;
  /**
   * Ends this session's deployment as failed; what its transactions committed is kept. *Session.*
   *
   * @throws NoDeploymentError
   */
  abortDeployment(reason?: string): Promise<void>;
  /**
   * Makes this session part of an open deployment. *Session.*
   *
   * @throws DeploymentNotFoundError, DeploymentClosedError
   */
  joinDeployment(deploymentId: string): Promise<void>;
  /**
   * Makes this session the owner of its deployment, which is an orphan when the owner is gone.
   * *Session.*
   *
   * @param options.throughPooler for a pooler in session mode, whose server processes outlive clients
   * @throws NoDeploymentError, DeploymentClosedError
   */
  ownDeployment(options?: { readonly throughPooler?: boolean }): Promise<void>;
  /** Id (uuid) of the open deployment this session belongs to. *Session.* */
  currentDeployment(): Promise<string | undefined>;
  /** Closes deployments whose session is gone as interrupted, with what had landed. */
  recoverDeployments(): Promise<RecoveredDeployment[]>;
  /**
   * Replaces the whole tracking configuration of the database.
   *
   * @throws InvalidPatternError
   */
  configureTracking(configuration?: TrackingConfiguration): Promise<void>;
  /**
   * Ignores operations or objects that a pattern matches, for example
   * `'REFRESH MATERIALIZED VIEW query.%'` or `'table app.tmp_%'`.
   *
   * @throws InvalidPatternError
   */
  addIgnorePattern(pattern: string): Promise<void>;
  /**
   * Takes an ignore pattern away.
   *
   * @throws IgnorePatternNotFoundError
   */
  removeIgnorePattern(pattern: string): Promise<void>;
  /**
   * Stops capture in this session for a while; it ends by itself. *Session.*
   *
   * @param duration an interval, for example `'10 minutes'`
   * @throws InvalidDurationError
   */
  pauseTracking(duration: string): Promise<void>;
  /** Ends a pause of this session; without one it does nothing. *Session.* */
  resumeTracking(): Promise<void>;
  /**
   * Stops capture and links for the whole database; it ends by itself.
   *
   * @param duration an interval, for example `'2 hours'`
   * @throws InvalidDurationError
   */
  emergencyDisable(duration: string): Promise<void>;
  /** Ends an emergency stop before its time; without one it does nothing. */
  emergencyEnable(): Promise<void>;
  /**
   * Links a migration by hand: to the session's deployment, else to the current transaction's
   * commit, else to HEAD. Twice is once. *Session.*
   *
   * @throws UnknownToolError, InvalidMigrationIdError
   */
  linkMigration(migrationId: string | number | bigint, toolName?: string): Promise<void>;
  /**
   * Links a step that a tool ran under a name, with all that the session's deployment captured since
   * the last one, in whichever session. A link that a history table's trigger wrote for it is used.
   * *Session.*
   *
   * @returns `complete` when a history table's link had everything already, `waiting` when nothing was
   *   linked because of `unlessInTransaction`
   * @throws NoDeploymentError, UnknownToolError, InvalidMigrationIdError
   */
  linkMigrationKey(
    migrationKey: string,
    toolName: string,
    options?: LinkOptions,
  ): Promise<'linked' | 'complete' | 'waiting'>;
  /**
   * Compares the catalog with what pggit knows and commits the difference.
   *
   * @returns id (uuid) of the commit; undefined when there was no difference
   */
  capture(message?: string): Promise<string | undefined>;
  /**
   * Makes sure that pggit knows an object as it is now.
   *
   * @param kind for example `table`
   * @param identity for example `app.orders`
   * @returns its id (uuid), which it keeps for life
   * @throws ObjectNotFoundError, ObjectIgnoredError, ObjectLockedError
   */
  ensureObject(kind: string, identity: string): Promise<string | undefined>;
  /**
   * Compares the catalog with what pggit knows, and looks for what keeps it from knowing.
   *
   * @param options.fixIssues repair what can be repaired safely, drift included
   * @param options.verbose a row for each object, and for what is sound
   */
  verifyConsistency(options?: {
    readonly fixIssues?: boolean;
    readonly verbose?: boolean;
  }): Promise<ConsistencyFinding[]>;
  /**
   * Folds commits older than an age into the next ones that are kept, and frees what only they needed.
   *
   * @param olderThan an interval, for example `'1 year'`
   * @returns what that freed
   * @throws InvalidDurationError, HistoryBusyError, HistoryAlteredError
   */
  purgeHistory(olderThan: string): Promise<PurgedHistory>;
  /**
   * Refreshes a materialized view without capturing anything.
   *
   * @param options.concurrently by default where a unique index allows it
   * @throws ObjectNotFoundError
   */
  refreshMaterializedView(
    name: string,
    options?: { readonly concurrently?: boolean },
  ): Promise<void>;
  /**
   * Watches a history table; it need not exist yet.
   *
   * @param historyTable `schema.table`
   * @throws UnknownToolError, NotAHistoryTableError
   */
  watchHistoryTable(historyTable: string, toolName: string): Promise<void>;
  /**
   * Says that a table is no history table, whatever it looks like. Its links stay.
   *
   * @param historyTable `schema.table`
   * @throws NotAHistoryTableError
   */
  unwatchHistoryTable(historyTable: string): Promise<void>;
  /**
   * Teaches pggit a migration tool. The same again changes nothing.
   *
   * @throws InvalidMigrationToolError, MigrationToolExistsError
   */
  registerMigrationTool(tool: MigrationTool): Promise<void>;
  /**
   * Takes a registered tool out again. Its links stay.
   *
   * @throws UnknownToolError, MigrationToolExistsError
   */
  unregisterMigrationTool(toolName: string): Promise<void>;
  /**
   * Puts pggit's triggers on history tables and locks of tools that have none yet.
   *
   * @param toolName - leave out for all tools
   * @returns all of them, attached or not
   */
  attachHistoryTables(toolName?: string): Promise<AttachedTable[]>;
  /**
   * Links history rows that were written before pggit watched; each row once, however often it runs.
   *
   * @param options.historyTable `schema.table`; all that pggit knows by default
   * @throws NotAHistoryTableError
   */
  backfillLinks(options?: {
    readonly historyTable?: string;
    readonly dryRun?: boolean;
  }): Promise<BackfilledTable[]>;
}

const ONE_CLIENT = 'pass a client';
const WITH_DEPLOYMENT = 'use withDeployment(pool, …), or pass a client';
const WITH_PAUSE = 'use pauseTracking(pool, work), or pass a client';

/** The writing half of the client. */
export function working(db: Queryable): Working {
  const session = (method: string, instead: string) => assertSession(db, method, instead);
  return {
    async beginDeployment(name, { autoCommit = false } = {}) {
      session('beginDeployment', WITH_DEPLOYMENT);
      const sql = 'select pggit.begin_deployment($1, $2) as id';
      return (await callForId(db, sql, [name, autoCommit])) ?? '';
    },
    async checkTags(tags) {
      await call(db, 'select pggit.check_tags($1)', [tags]);
    },
    async endDeployment({ message, tags } = {}) {
      session('endDeployment', WITH_DEPLOYMENT);
      await call(db, 'select pggit.end_deployment($1, $2)', [message ?? null, tags ?? null]);
    },
    async abortDeployment(reason) {
      session('abortDeployment', WITH_DEPLOYMENT);
      await call(db, 'select pggit.abort_deployment($1)', [reason ?? null]);
    },
    async joinDeployment(deploymentId) {
      session('joinDeployment', WITH_DEPLOYMENT);
      await call(db, 'select pggit.join_deployment($1)', [deploymentId]);
    },
    async ownDeployment({ throughPooler = false } = {}) {
      session('ownDeployment', WITH_DEPLOYMENT);
      await call(db, 'select pggit.own_deployment($1)', [throughPooler]);
    },
    async currentDeployment() {
      session('currentDeployment', WITH_DEPLOYMENT);
      return callForId(db, 'select pggit.current_deployment() as id');
    },
    recoverDeployments: () =>
      call(db, 'select deployment_id, name, commit_id from pggit.recover_deployments()'),
    async configureTracking(configuration = {}) {
      const { sql, values } = configureTrackingCall(configuration);
      await call(db, sql, values);
    },
    async addIgnorePattern(pattern) {
      await call(db, 'select pggit.add_ignore_pattern($1)', [pattern]);
    },
    async removeIgnorePattern(pattern) {
      await call(db, 'select pggit.remove_ignore_pattern($1)', [pattern]);
    },
    async pauseTracking(duration) {
      session('pauseTracking', WITH_PAUSE);
      await call(db, 'select pggit.pause_tracking($1::interval)', [duration]);
    },
    async resumeTracking() {
      session('resumeTracking', WITH_PAUSE);
      await call(db, 'select pggit.resume_tracking()');
    },
    async emergencyDisable(duration) {
      await call(db, 'select pggit.emergency_disable($1::interval)', [duration]);
    },
    async emergencyEnable() {
      await call(db, 'select pggit.emergency_enable()');
    },
    async linkMigration(migrationId, toolName = 'flyway') {
      session('linkMigration', ONE_CLIENT);
      await call(db, 'select pggit.link_migration($1, $2)', [String(migrationId), toolName]);
    },
    async linkMigrationKey(migrationKey, toolName, options = {}) {
      session('linkMigrationKey', ONE_CLIENT);
      const { direction = 'up', capturedUntil = null, onlyWithChanges = false } = options;
      const sessions = options.unlessInTransaction ?? [];
      const step = [migrationKey, toolName, direction, capturedUntil, onlyWithChanges];
      const values = [...step, sessions];
      const [row] = await call<{ isComplete: boolean }>(db, LINK_KEY, values);
      if (row === undefined) return 'waiting';
      return row.isComplete ? 'complete' : 'linked';
    },
    capture: (message) => callForId(db, 'select pggit.capture($1) as id', [message ?? null]),
    ensureObject: (kind, identity) =>
      callForId(db, 'select pggit.ensure_object($1, $2) as id', [kind, identity]),
    verifyConsistency: ({ fixIssues = false, verbose = false } = {}) =>
      call(db, VERIFY_CONSISTENCY, [fixIssues, verbose]),
    async purgeHistory(olderThan) {
      const [freed] = await call<PurgedHistory>(db, PURGE_HISTORY, [olderThan]);
      return freed as PurgedHistory;
    },
    async refreshMaterializedView(name, { concurrently } = {}) {
      const values = [name, concurrently ?? null];
      await call(db, 'select pggit.refresh_materialized_view($1, $2)', values);
    },
    async watchHistoryTable(historyTable, toolName) {
      await call(db, 'select pggit.watch_history_table($1, $2)', [historyTable, toolName]);
    },
    async unwatchHistoryTable(historyTable) {
      await call(db, 'select pggit.unwatch_history_table($1)', [historyTable]);
    },
    async registerMigrationTool(tool) {
      const { sql, values } = registerToolCall(tool);
      await call(db, sql, values);
    },
    async unregisterMigrationTool(toolName) {
      await call(db, 'select pggit.unregister_migration_tool($1)', [toolName]);
    },
    attachHistoryTables: (toolName) =>
      call(db, 'select source, tool_name, is_lock, attached from pggit.attach_history_tables($1)', [
        toolName ?? null,
      ]),
    backfillLinks: ({ historyTable, dryRun = false } = {}) =>
      call(db, BACKFILL, [historyTable ?? null, dryRun]),
  };
}

const BACKFILL =
  'select source, tool_name, rows_found, rows_linked from pggit.backfill_links($1, $2)';

const PURGE_HISTORY = `
select commits::float8, changes::float8, definitions::float8, bytes::float8
from pggit.purge_history($1::interval)`;

const VERIFY_CONSISTENCY =
  'select state, issue, object, detail, hint from pggit.verify_consistency($1, $2)';

/** A session whose state this role may not see, or nobody, may be in a transaction as well. */
const LINK_KEY = `
select pggit.link_migration_key($1, $2, $3, $4, $5) as is_complete
where not exists (
  select from pg_catalog.pg_stat_activity a
  where a.pid = any ($6) and (a.xact_start is not null or coalesce(a.state, 'disabled') = 'disabled'))`;

async function callForId(
  db: Queryable,
  sql: string,
  values: unknown[] = [],
): Promise<string | undefined> {
  const [row] = await call<{ id: string | null }>(db, sql, values);
  return row?.id ?? undefined;
}

function configureTrackingCall(configuration: TrackingConfiguration) {
  return callByName('configure_tracking', {
    track_schemas: configuration.trackSchemas,
    ignore_schemas: configuration.ignoreSchemas,
    track_operations: configuration.trackOperations,
    ignore_operations: configuration.ignoreOperations,
  });
}
