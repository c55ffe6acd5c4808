import { callByName } from './by-name.js';

/** What a column of a history table holds. */
export type HistoryColumnType = 'number' | 'text' | 'time' | 'boolean' | 'json' | 'any';

/** How to recognise the history table of a migration tool, and how to read its rows. */
export interface MigrationTool {
  /** The name that links shall carry. */
  readonly toolName: string;
  /** Name of the history table, without schema; `%` is the only wildcard. */
  readonly tablePattern: string;
  /** The columns that name a migration; several are joined with `::`. */
  readonly keyColumns: readonly string[];
  /** The tool's own number; without one, links have a hash of the key. */
  readonly numberColumn?: string;
  readonly descriptionColumn?: string;
  readonly checksumColumn?: string;
  /** When the migration was applied; backfilled links take it over. */
  readonly appliedAtColumn?: string;
  /** A jsonpath that is found in a row once its migration counts as applied; `$` by default. */
  readonly appliedWhen?: string;
  /** Columns whose change means that the migration ran again although its row stayed. */
  readonly rerunColumns?: readonly string[];
  /** `position` for a tool that overwrites one row with how far the database is; `nothing` for a table beside its history, which is neither linked nor tracked. */
  readonly rowStandsFor?: 'migration' | 'position' | 'nothing';
  /** Columns a table must have; all that are named above by default. */
  readonly requiredColumns?: readonly string[];
  /** What each of `requiredColumns` holds. */
  readonly columnTypes?: readonly HistoryColumnType[];
}

/** The statement that registers a tool. */
export function registerToolCall(tool: MigrationTool): { sql: string; values: unknown[] } {
  return callByName('register_migration_tool', {
    tool_name: tool.toolName,
    table_pattern: tool.tablePattern,
    key_columns: tool.keyColumns,
    number_column: tool.numberColumn,
    description_column: tool.descriptionColumn,
    checksum_column: tool.checksumColumn,
    applied_at_column: tool.appliedAtColumn,
    applied_when: tool.appliedWhen,
    rerun_columns: tool.rerunColumns,
    row_stands_for: tool.rowStandsFor,
    required_columns: tool.requiredColumns,
    column_types: tool.columnTypes,
  });
}
