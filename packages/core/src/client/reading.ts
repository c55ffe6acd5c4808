import type { Queryable } from '../connection/queryable.js';
import { call } from './call.js';
import type * as rows from './rows.js';

/** What can be read; nothing here writes, so it works on a standby and over a pool. */
export interface Reading {
  /**
   * The history that ends at `ref`, newest first.
   *
   * @throws RefNotFoundError, AmbiguousRefError
   */
  log(ref?: string): Promise<rows.LogEntry[]>;
  /**
   * What one commit changed, an object a row.
   *
   * @throws RefNotFoundError, AmbiguousRefError
   */
  show(ref?: string): Promise<rows.ShownChange[]>;
  /** What is staged, drifted, unmodelled, paused, disabled or lost. Empty when all is recorded. */
  status(): Promise<rows.StatusEntry[]>;
  /** All commits, newest first. */
  commits(): Promise<rows.Commit[]>;
  /** All deployments, newest first. */
  deployments(): Promise<rows.Deployment[]>;
  /** The open deployments whose owner is gone, oldest first; none on a standby. */
  orphanedDeployments(): Promise<rows.OrphanedDeployment[]>;
  /** All links to migrations, in the order they were made. */
  migrations(): Promise<rows.ExternalMigration[]>;
  /**
   * The definition of an object at `ref`, `live` by default; null when it is not there.
   *
   * @param kind for example `table`
   * @param identity for example `app.orders`
   */
  definition(kind: string, identity: string, ref?: string): Promise<unknown>;
  /** Every tracked object with its definition at `ref`, `live` by default. */
  objects(ref?: string): Promise<rows.TrackedObject[]>;
  /** Hash (hexadecimal) of the whole state at `ref`, `live` by default: equal for equal states. */
  stateHash(ref?: string): Promise<string>;
  /**
   * Every tracked object with its definition at `ref`, `live` by default, and the hash of exactly these: what
   * other sessions change meanwhile is in both or in neither.
   */
  state(ref?: string): Promise<rows.State>;
  /** What exists but is not tracked, each with the rule that says so. */
  ignoredObjects(): Promise<rows.IgnoredObject[]>;
  /** The ignore patterns, in alphabetical order. */
  ignorePatterns(): Promise<rows.IgnorePattern[]>;
  /** What tracking rules kept out of the history so far, by rule. */
  ignoredByRule(): Promise<rows.IgnoredByRule[]>;
  /**
   * Why an object, or an operation on it, is tracked or not: every rule about it in the order of decision.
   *
   * @param objectOrOperation in any spelling, for example `app.orders` or `ALTER TABLE app.orders`
   * @throws ObjectNotFoundError
   */
  explainTracking(objectOrOperation: string): Promise<rows.TrackingRule[]>;
  /** What of the history is altered or lost, by every hash in it; empty when it is sound. */
  verifyHistory(): Promise<rows.HistoryFinding[]>;
  /** The history tables of migration tools that pggit watches. */
  historyTables(): Promise<rows.HistoryTable[]>;
  /** What a deployment came to; undefined when it recorded nothing and was discarded. */
  deploymentReport(deploymentId: string): Promise<rows.DeploymentReport | undefined>;
  /** What was recorded outside every deployment since this one began; undefined for an unknown id. */
  unjoinedWork(deploymentId: string): Promise<rows.UnjoinedWork | undefined>;
  /** Materialized views whose sources the commit changed, in the order to refresh them. */
  affectedViews(ref?: string): Promise<rows.AffectedView[]>;
}

/** The reading half of the client. */
export function reading(db: Queryable): Reading {
  return {
    log: (ref = 'HEAD') => call(db, LOG, [ref]),
    show: (ref = 'HEAD') => call(db, SHOW, [ref]),
    status: () =>
      call(db, 'select state, change, kind, identity, deployment_id from pggit.status()'),
    commits: () => call(db, COMMITS),
    deployments: () => call(db, DEPLOYMENTS),
    orphanedDeployments: () =>
      call(
        db,
        'select deployment_id, name, opened_by, started_at from pggit.orphaned_deployments()',
      ),
    migrations: () => call(db, MIGRATIONS),
    definition: async (kind, identity, ref = 'live') => {
      const [row] = await call<{ definition: unknown }>(
        db,
        'select pggit.definition($1, $2, $3) as definition',
        [kind, identity, ref],
      );
      return row?.definition ?? null;
    },
    objects: (ref = 'live') => call(db, OBJECTS, [ref]),
    stateHash: async (ref = 'live') => {
      const [row] = await call<{ hash: string }>(
        db,
        "select encode(pggit.state_hash($1), 'hex') as hash",
        [ref],
      );
      return row?.hash ?? '';
    },
    state: async (ref = 'live') => {
      const found = await call<rows.TrackedObject & { hash: string }>(db, STATE, [ref]);
      return {
        objects: found.map(({ hash: _, ...object }) => object),
        stateHash: found[0]?.hash ?? HASH_OF_NOTHING,
      };
    },
    ignoredObjects: () => call(db, 'select kind, identity, rule from pggit.ignored_objects()'),
    ignorePatterns: () => call(db, IGNORE_PATTERNS),
    ignoredByRule: () => call(db, IGNORED_BY_RULE),
    explainTracking: (objectOrOperation) => call(db, EXPLAIN_TRACKING, [objectOrOperation]),
    verifyHistory: () => call(db, 'select finding, record, id, detail from pggit.verify_history()'),
    historyTables: () =>
      call(db, 'select source, tool_name, attached from pggit.history_tables order by source'),
    deploymentReport: async (deploymentId) =>
      (await call<rows.DeploymentReport>(db, DEPLOYMENT_REPORT, [deploymentId]))[0],
    unjoinedWork: async (deploymentId) =>
      (await call<rows.UnjoinedWork>(db, UNJOINED_WORK, [deploymentId]))[0],
    affectedViews: (ref = 'HEAD') =>
      call(db, 'select name, position from pggit.affected_views($1) order by position', [ref]),
  };
}

const LOG = `
select commit_id, parent_ids, message, author, committed_at, tags, deployment_id, deployment_name,
  deployment_status, changes, migrations
from pggit.log($1)`;

const SHOW = `
select change, kind, identity, previous_identity, attributes, migration_key, tool_name
from pggit.show($1)`;

/** What others depend on comes first. */
const OBJECTS = `
select o.kind, o.identity, o.definition
from pggit.objects($1) o
join pggit.kinds k on k.kind = o.kind
order by k.position, o.identity collate "C"`;

/**
 * The hash is that of what the statement has read already: read once more, a definition would be that of a later
 * moment even in one snapshot.
 */
const STATE = `
select o.kind, o.identity, o.definition,
  encode(pggit._bits_to_bytes(bit_xor(
    pggit._entry_hash(o.kind, o.identity, pggit._blob_hash(o.kind, o.definition))) over ()), 'hex') as hash
from pggit.objects($1) o
join pggit.kinds k on k.kind = o.kind
order by k.position, o.identity collate "C"`;

/** Of a state without objects. */
const HASH_OF_NOTHING = '0'.repeat(64);

const COMMITS = `
select commit_id, parent_ids, branch, message, author, committed_at, deployment_id,
  encode(state_hash, 'hex') as state_hash
from pggit.commits
order by committed_at desc, commit_id`;

const DEPLOYMENTS = `
select deployment_id, name, auto_commit, status, reason, commit_id, opened_by, started_at, ended_at
from pggit.deployments
order by started_at desc, deployment_id`;

const MIGRATIONS = `
select link_id, migration_id, migration_key, tool_name, source, pggit_commit_id, deployment_id, run,
  direction, description, checksum, pg_catalog.to_jsonb(m) ->> 'exec_type' as exec_type,
  pg_catalog.to_jsonb(m) ->> 'script' as script, applied_at, reverted_at
from pggit.external_migrations m
order by link_id`;

const IGNORE_PATTERNS = `
select pattern, added_by, added_at from pggit.ignore_patterns order by pattern collate "C"`;

const IGNORED_BY_RULE = `
select rule, objects::float8 as objects, first_at, last_at from pggit.ignored_by_rule
order by objects desc, rule`;

const EXPLAIN_TRACKING =
  'select subject, position, rule, effect, decides from pggit.explain_tracking($1)';

const DEPLOYMENT_REPORT = `
select deployment_id, name, status, commit_id, changes, migrations
from pggit.deployment_report($1)`;

const UNJOINED_WORK = 'select changes, migrations, applications from pggit.unjoined_work($1)';
