import type { CqrsSide } from '../errors/cqrs.js';

/** One line of the history: `pggit.log`. */
export interface LogEntry {
  readonly commitId: string;
  readonly parentIds: string[];
  readonly message: string;
  readonly author: string;
  readonly committedAt: Date;
  readonly tags: string[];
  readonly deploymentId: string | null;
  readonly deploymentName: string | null;
  /** How the deployment ended, or `open` while it commits as it goes. */
  readonly deploymentStatus: Deployment['status'] | null;
  /** Objects changed. */
  readonly changes: number;
  /** Migrations linked. */
  readonly migrations: number;
}

/** A commit: `pggit.commits`. */
export interface Commit {
  readonly commitId: string;
  readonly parentIds: string[];
  readonly branch: string | null;
  readonly message: string;
  readonly author: string;
  readonly committedAt: Date;
  readonly deploymentId: string | null;
  /** Hexadecimal; equal for equal states. */
  readonly stateHash: string;
}

/** One object of a commit, net over the commit: `pggit.show`. */
export interface ShownChange {
  readonly change: 'added' | 'changed' | 'renamed' | 'removed' | 'untracked';
  readonly kind: string;
  readonly identity: string;
  /** Before a rename. */
  readonly previousIdentity: string | null;
  /** Attribute path to [before, after]. */
  readonly attributes: Record<string, [unknown, unknown]> | null;
  /** The migration that did it, where one is known. */
  readonly migrationKey: string | null;
  readonly toolName: string | null;
}

/** Something the next commit, or a person, has to deal with: `pggit.status`. */
export interface StatusEntry {
  /**
   * `unread`: another session has the object locked, so it could not be compared. `damaged`: records of
   * pggit are gone that others refer to; `kind` says which, `verify` what to do.
   */
  readonly state: 'staged' | 'drift' | 'unread' | 'unmodelled' | 'paused' | 'disabled' | 'damaged';
  readonly change: string | null;
  readonly kind: string | null;
  readonly identity: string | null;
  readonly deploymentId: string | null;
}

/** A deployment: `pggit.deployments`. */
export interface Deployment {
  readonly deploymentId: string;
  readonly name: string;
  readonly autoCommit: boolean;
  readonly status: 'open' | 'completed' | 'failed' | 'interrupted';
  readonly reason: string | null;
  readonly commitId: string | null;
  readonly openedBy: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

/** What a deployment came to: `pggit.deployment_report`. */
export interface DeploymentReport {
  readonly deploymentId: string;
  readonly name: string;
  readonly status: Deployment['status'];
  readonly commitId: string | null;
  readonly changes: number;
  readonly migrations: number;
}

/** What was recorded outside every deployment for a while: `pggit.unjoined_work`. */
export interface UnjoinedWork {
  /** Number of objects changed. */
  readonly changes: number;
  /** Number of links. */
  readonly migrations: number;
  /** Names of the applications that made the changes. */
  readonly applications: readonly string[];
}

/** An open deployment whose owner is gone: `pggit.orphaned_deployments`. */
export interface OrphanedDeployment {
  readonly deploymentId: string;
  readonly name: string;
  readonly openedBy: string;
  readonly startedAt: Date;
}

/** An orphaned deployment that was closed: `pggit.recover_deployments`. */
export interface RecoveredDeployment {
  readonly deploymentId: string;
  readonly name: string;
  /** Null when nothing of it had landed. */
  readonly commitId: string | null;
}

/** A link: `pggit.external_migrations`. */
export interface ExternalMigration {
  /** A bigint, as text. */
  readonly linkId: string;
  /** A bigint, as text: a hash of a name goes beyond what a number holds exactly. */
  readonly migrationId: string;
  readonly migrationKey: string;
  readonly toolName: string;
  /** The history table, for example `public.pgmigrations`. */
  readonly source: string;
  readonly pggitCommitId: string | null;
  readonly deploymentId: string | null;
  /** 1 for the first time it ran in that direction. */
  readonly run: number;
  readonly direction: 'up' | 'down';
  readonly description: string | null;
  readonly checksum: string | null;
  /** How the tool says that it ran: `EXECUTED`, `RERAN`, `MARK_RAN`; null where it does not say. */
  readonly execType: string | null;
  /** The file of the migration, where the tool keeps it beside its key: `V2__lines.sql`. */
  readonly script: string | null;
  readonly appliedAt: Date;
  readonly revertedAt: Date | null;
}

/** What a backfill found in one history table: `pggit.backfill_links`. */
export interface BackfilledTable {
  /** The history table, for example `public.pgmigrations`. */
  readonly source: string;
  readonly toolName: string;
  /** Rows that count as applied. */
  readonly rowsFound: number;
  /** Rows that had no link and got one, or would get one. */
  readonly rowsLinked: number;
}

/** A table that carries a trigger of pggit's, or should: `pggit.attach_history_tables`. */
export interface AttachedTable {
  readonly source: string;
  readonly toolName: string;
  /** Whether it is the lock of a tool, whose holding is a deployment, and not its history. */
  readonly isLock: boolean;
  readonly attached: boolean;
}

/** A history table that pggit watches: `pggit.history_tables`. */
export interface HistoryTable {
  readonly source: string;
  readonly toolName: string;
  /** False until the table exists. */
  readonly attached: boolean;
}

/** An object that exists and is not tracked: `pggit.ignored_objects`. */
export interface IgnoredObject {
  readonly kind: string;
  readonly identity: string;
  /** The rule that says so. */
  readonly rule: string;
}

/** A pattern of what is ignored: `pggit.ignore_patterns`. */
export interface IgnorePattern {
  readonly pattern: string;
  readonly addedBy: string;
  readonly addedAt: Date;
}

/** What a rule kept out of the history: `pggit.ignored_by_rule`. */
export interface IgnoredByRule {
  readonly rule: string;
  /** Number of objects, each once for every transaction that touched it. */
  readonly objects: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** A rule about an object or an operation: `pggit.explain_tracking`. */
export interface TrackingRule {
  /** What was explained: a name may mean several objects. */
  readonly subject: string;
  /** Place in the order of decision, from 1. */
  readonly position: number;
  readonly rule: string;
  readonly effect: 'tracked' | 'ignored';
  /** Whether it is the rule that decides: the first of its subject. */
  readonly decides: boolean;
}

/** What is wrong with the history: `pggit.verify_history`. */
export interface HistoryFinding {
  readonly finding: 'altered' | 'lost';
  readonly record:
    | 'definition'
    | 'commit'
    | 'state'
    | 'link'
    | 'live state'
    | 'branch'
    | 'head'
    | 'live definition'
    | 'journal definition';
  /** Id of the commit or link, hash of the definition (hexadecimal), name of the branch. */
  readonly id: string;
  /** What is wrong, in a sentence. */
  readonly detail: string;
}

/** What keeps pggit from seeing everything, or what it has not seen: `pggit.verify_consistency`. */
export interface ConsistencyFinding {
  /** `sound`: looked at without a finding, with `verbose` alone. */
  readonly state: 'open' | 'fixed' | 'sound';
  readonly issue:
    | 'event trigger'
    | 'setting'
    | 'emergency'
    | 'deployment'
    | 'history table'
    | 'drift'
    | 'unread';
  readonly object: string | null;
  readonly detail: string | null;
  /** What to do about it, where it is still open. */
  readonly hint: string | null;
}

/** What a purge freed: `pggit.purge_history`. */
export interface PurgedHistory {
  readonly commits: number;
  /** Rows of the journal. */
  readonly changes: number;
  readonly definitions: number;
  readonly bytes: number;
}

/** A materialized view whose sources changed: `pggit.affected_views`. */
export interface AffectedView {
  readonly name: string;
  /** Order of refreshing: a view comes after those it reads. */
  readonly position: number;
}

/** A CQRS change that was tracked: `pggit.cqrs_changes`. */
export interface RecordedCqrsChange {
  readonly cqrsChangeId: string;
  readonly description: string | null;
  readonly isAtomic: boolean;
  /** Null while its deployment is open, and when it changed nothing. */
  readonly commitId: string | null;
  readonly deploymentId: string | null;
  readonly commandOperations: number;
  readonly queryOperations: number;
  readonly failedOperations: number;
  /** Number of objects that the operations of the side changed. */
  readonly commandChanges: number;
  readonly queryChanges: number;
  readonly author: string;
  readonly changedAt: Date;
}

/** An operation of a CQRS change: `pggit.cqrs_operations`. */
export interface CqrsOperation {
  readonly side: CqrsSide;
  /** From 1, in the list of its side. */
  readonly position: number;
  readonly status: 'done' | 'failed';
  /** Of the failure. */
  readonly sqlState: string | null;
  readonly error: string | null;
}

/** An object that a CQRS change changed: `pggit.cqrs_objects`. */
export interface CqrsObject {
  readonly side: CqrsSide;
  readonly change: ShownChange['change'];
  readonly kind: string;
  readonly identity: string;
  readonly previousIdentity: string | null;
}

/** An object of the query side and one of the command side it depends on: `pggit.cqrs_impact`. */
export interface CqrsDependency {
  readonly queryKind: string;
  readonly queryObject: string;
  readonly commandKind: string;
  readonly commandObject: string;
  /** False where it depends on it through something in between only. */
  readonly isDirect: boolean;
  /** The newest of the last commits that touched the object of the command side. */
  readonly commandCommit: string | null;
  /** The newest of the last commits that touched the object of the query side. */
  readonly queryCommit: string | null;
  /** The side that was touched last without the other; null when neither or both were, or one is not tracked. */
  readonly touchedAlone: CqrsSide | null;
}

/** A schema and its side: `pggit.cqrs_schemas`. */
export interface CqrsSchema {
  readonly name: string;
  /** Null for neither. */
  readonly side: CqrsSide | null;
}

/** A step of a function: `pggit.function_history`. */
export interface FunctionStep {
  /** `versioned`: it was given a version or metadata. */
  readonly change: ShownChange['change'] | 'versioned';
  /** For example `app.process(uuid, jsonb)`. */
  readonly identity: string;
  /** Before a rename. */
  readonly previousIdentity: string | null;
  /** In force after the step. */
  readonly version: string | null;
  /** In force after the step. */
  readonly metadata: unknown;
  /** Attribute path to [before, after]. */
  readonly attributes: Record<string, [unknown, unknown]>;
  /** Null while its deployment is open. */
  readonly commitId: string | null;
  readonly deploymentId: string | null;
  readonly migrationKey: string | null;
  readonly toolName: string | null;
  readonly author: string;
  readonly changedAt: Date;
}

/** An object and its definition: `pggit.objects`. */
export interface TrackedObject {
  readonly kind: string;
  readonly identity: string;
  readonly definition: Readonly<Record<string, unknown>>;
}

/** All of a state at one moment. */
export interface State {
  readonly objects: readonly TrackedObject[];
  /** Hash (hexadecimal) of these objects. */
  readonly stateHash: string;
}
