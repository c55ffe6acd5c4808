import { PgGitError } from './base.js';

/** No commit, branch or tag goes by that name. */
export class RefNotFoundError extends PgGitError {
  readonly code = 'ref_not_found';
  readonly sqlState = 'PGR01';

  /** The ref as it was given. */
  get ref(): string {
    return this.text('ref');
  }
}

/** pggit's tables are empty, as after a restore from a dump without data: there is no commit at all. */
export class NoHistoryError extends PgGitError {
  readonly code = 'no_history';
  readonly sqlState = 'PGR03';

  /** The database. */
  get database(): string {
    return this.text('database');
  }
}

/** A prepared transaction has made a commit, and holds the branch until somebody ends it. */
export class BranchPreparedError extends PgGitError {
  readonly code = 'branch_prepared';
  readonly sqlState = 'PGR04';

  /** The branch. */
  get branch(): string {
    return this.text('branch');
  }

  /** Name of the prepared transaction, as `pg_prepared_xacts` has it. */
  get gid(): string {
    return this.text('gid');
  }
}

/** A label that as a ref means something else: HEAD, live, a branch or a commit. */
export class ReservedTagError extends PgGitError {
  readonly code = 'reserved_tag';
  readonly sqlState = 'PGR05';

  /** The label. */
  get tag(): string {
    return this.text('tag');
  }
}

/** A prefix that several commits begin with. */
export class AmbiguousRefError extends PgGitError {
  readonly code = 'ambiguous_ref';
  readonly sqlState = 'PGR02';

  /** The ref as it was given. */
  get ref(): string {
    return this.text('ref');
  }

  /** What it may mean. */
  get candidates(): string[] {
    return this.list('candidates');
  }
}

/** The history cannot be purged now: others hold a part of it, or the transaction keeps a snapshot. */
export class HistoryBusyError extends PgGitError {
  readonly code = 'history_busy';
  readonly sqlState = 'PGR06';
}

/** The history cannot be purged, because `verify_history()` finds something in it that was altered or lost. */
export class HistoryAlteredError extends PgGitError {
  readonly code = 'history_altered';
  readonly sqlState = 'PGR07';

  /** How many records it finds. */
  get findings(): number {
    return Number(this.text('findings'));
  }
}

/** Something compared as a definition that is not one: an array, a string, a number. */
export class InvalidDefinitionError extends PgGitError {
  readonly code = 'invalid_definition';
  readonly sqlState = 'PGR08';

  /** The argument: `before` or `after`. */
  get argument(): string {
    return this.text('argument');
  }
}
