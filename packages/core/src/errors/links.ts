import { PgGitError } from './base.js';

/** pggit does not know a migration tool of that name. */
export class UnknownToolError extends PgGitError {
  readonly code = 'unknown_tool';
  readonly sqlState = 'PGX01';

  /** The name as it was given. */
  get toolName(): string {
    return this.text('tool_name');
  }

  /** The tools pggit knows. */
  get known(): string[] {
    return this.list('known');
  }
}

/** A migration id cannot be used, for example because it is null. */
export class InvalidMigrationIdError extends PgGitError {
  readonly code = 'invalid_migration_id';
  readonly sqlState = 'PGX02';

  /** The id as it was given. */
  get migrationId(): string {
    return this.text('migration_id');
  }
}

/** The table lacks the columns of the tool's history table, or is none that pggit knows. */
export class NotAHistoryTableError extends PgGitError {
  readonly code = 'not_a_history_table';
  readonly sqlState = 'PGX03';

  /** The table as it was given. */
  get historyTable(): string {
    return this.text('history_table');
  }
}

/** A migration tool cannot be registered so: something is missing, or does not fit the tables there are. */
export class InvalidMigrationToolError extends PgGitError {
  readonly code = 'invalid_migration_tool';
  readonly sqlState = 'PGX04';

  /** The tool as it was given; empty where it has no name. */
  get toolName(): string {
    return this.text('tool_name');
  }

  /** The parameter that is wrong, for example `key_columns`. */
  get parameter(): string {
    return this.text('parameter');
  }
}

/** The registry has another entry for these tables of the tool already, or one of pggit's own. */
export class MigrationToolExistsError extends PgGitError {
  readonly code = 'migration_tool_exists';
  readonly sqlState = 'PGX05';

  /** The tool as it was given. */
  get toolName(): string {
    return this.text('tool_name');
  }
}

/** Flyway handed a callback of pggit its placeholders as they stand. */
export class PlaceholdersNotReplacedError extends PgGitError {
  readonly code = 'placeholders_not_replaced';
  readonly sqlState = 'PGX06';

  /** What the callback was given: schema, table and time. */
  get callback(): string[] {
    return this.list('callback');
  }
}

/** A role wants the rows of a table linked that it may not read, or where it may not put a trigger. */
export class HistoryTableDeniedError extends PgGitError {
  readonly code = 'history_table_denied';
  readonly sqlState = 'PGX07';

  /** The table with its schema. */
  get historyTable(): string {
    return this.text('history_table');
  }

  /** The role that asked. */
  get role(): string {
    return this.text('role');
  }
}
