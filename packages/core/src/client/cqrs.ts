import type { Queryable } from '../connection/queryable.js';
import { callByName } from './by-name.js';
import { call } from './call.js';
import type * as rows from './rows.js';

/** One change of both sides of a CQRS database. */
export interface CqrsChange {
  /** SQL for the command side, in order. */
  readonly command?: readonly string[];
  /** SQL for the query side, in order, run after that of the command side. */
  readonly query?: readonly string[];
  /** What the change is for: the message of its commit. */
  readonly description?: string;
}

/** The sides of a database; what is left out has the default of the SQL function. */
export interface CqrsConfiguration {
  /** Schemas of the command side, `%` as wildcard; null: all that are not on the query side. */
  readonly commandSchemas?: readonly string[] | null;
  /** Schemas of the query side; `query` and `query_%` by default. */
  readonly querySchemas?: readonly string[];
}

/** What there is for databases that keep a command and a query side. */
export interface Cqrs {
  /**
   * Runs the operations of both sides as the caller and records them as one commit that knows the side of
   * each change. Inside a deployment it belongs to that.
   *
   * @param options.atomic with false, what fails is undone and recorded, and the rest is kept
   * @returns id (uuid) of the commit; undefined when nothing changed, or the deployment commits later
   * @throws InvalidCqrsChangeError, CqrsOperationFailedError, CqrsOperationRefusedError
   */
  trackCqrsChange(
    change: CqrsChange,
    options?: { readonly atomic?: boolean },
  ): Promise<string | undefined>;
  /** The CQRS changes there are, newest first. */
  cqrsChanges(): Promise<rows.RecordedCqrsChange[]>;
  /** The operations of a CQRS change, in the order in which they ran. */
  cqrsOperations(cqrsChangeId: string): Promise<rows.CqrsOperation[]>;
  /** What a CQRS change changed, an object and side a row. */
  cqrsObjects(cqrsChangeId: string): Promise<rows.CqrsObject[]>;
  /**
   * What the query side depends on, and which side the last commits touched without the other.
   *
   * @param commits how many of the last commits to look at; 10 by default
   */
  cqrsImpact(commits?: number): Promise<rows.CqrsDependency[]>;
  /** The schemas there are, and the side each is on. */
  cqrsSchemas(): Promise<rows.CqrsSchema[]>;
  /**
   * Says which schemas are which side.
   *
   * @throws InvalidPatternError
   */
  configureCqrs(configuration?: CqrsConfiguration): Promise<void>;
}

/** The part of the client for CQRS databases. */
export function cqrs(db: Queryable): Cqrs {
  return {
    async trackCqrsChange({ command = [], query = [], description }, { atomic = true } = {}) {
      const values = [command, query, description ?? null, atomic];
      const [row] = await call<{ id: string | null }>(db, TRACK, values);
      return row?.id ?? undefined;
    },
    cqrsChanges: () => call(db, CHANGES),
    cqrsOperations: (id) => call(db, OPERATIONS, [id]),
    cqrsObjects: (id) => call(db, OBJECTS, [id]),
    cqrsImpact: (commits = 10) => call(db, IMPACT, [commits]),
    cqrsSchemas: () => call(db, 'select name, side from pggit.cqrs_schemas()'),
    async configureCqrs({ commandSchemas, querySchemas } = {}) {
      const { sql, values } = callByName('configure_cqrs', {
        command_schemas: commandSchemas,
        query_schemas: querySchemas,
      });
      await call(db, sql, values);
    },
  };
}

const TRACK = `
select pggit.track_cqrs_change(row($1::text[], $2::text[], $3)::pggit.cqrs_change, $4) as id`;

const CHANGES = `
select cqrs_change_id, description, is_atomic, commit_id, deployment_id, command_operations,
  query_operations, failed_operations, command_changes, query_changes, author, changed_at
from pggit.cqrs_changes
order by changed_at desc, cqrs_change_id`;

const OPERATIONS = `
select side, position, status, sqlstate as sql_state, error
from pggit.cqrs_operations
where cqrs_change_id = $1
order by side, position`;

const OBJECTS = `
select side, change, kind, identity, previous_identity
from pggit.cqrs_objects
where cqrs_change_id = $1
order by side, kind, identity`;

const IMPACT = `
select query_kind, query_object, command_kind, command_object, is_direct, command_commit,
  query_commit, touched_alone
from pggit.cqrs_impact($1)`;
