/**
 * Every situation pggit reports, by SQLSTATE. `PGI` errors and PGD06 come from this package; all others
 * are raised by SQL functions, and a test keeps this list and the SQL tree equal.
 */
export const ERROR_CODES = {
  PGI01: 'not_installed',
  PGI02: 'migration_checksum',
  PGI03: 'engine_newer',
  PGI04: 'dependent_objects',
  PGI05: 'unsupported_server',
  PGI06: 'install_privilege',
  PGI07: 'schema_occupied',
  PGI08: 'transaction_open',
  PGI09: 'install_failed',
  PGI10: 'engine_damaged',
  PGI11: 'database_busy',
  PGT01: 'invalid_duration',
  PGT02: 'invalid_pattern',
  PGT03: 'object_not_found',
  PGT04: 'capture',
  PGT05: 'ignore_pattern_not_found',
  PGT06: 'object_ignored',
  PGT07: 'object_locked',
  PGD01: 'deployment_open',
  PGD02: 'no_deployment',
  PGD03: 'deployment_not_found',
  PGD04: 'deployment_closed',
  PGD05: 'invalid_deployment_name',
  PGD06: 'session_shared',
  PGX01: 'unknown_tool',
  PGX02: 'invalid_migration_id',
  PGX03: 'not_a_history_table',
  PGX04: 'invalid_migration_tool',
  PGX05: 'migration_tool_exists',
  PGX06: 'placeholders_not_replaced',
  PGX07: 'history_table_denied',
  PGC01: 'invalid_cqrs_change',
  PGC02: 'cqrs_operation_failed',
  PGC03: 'cqrs_operation_refused',
  PGF01: 'function_not_found',
  PGF02: 'ambiguous_function',
  PGF03: 'function_not_tracked',
  PGF04: 'invalid_function_version',
  PGR01: 'ref_not_found',
  PGR02: 'ambiguous_ref',
  PGR03: 'no_history',
  PGR04: 'branch_prepared',
  PGR05: 'reserved_tag',
  PGR06: 'history_busy',
  PGR07: 'history_altered',
  PGR08: 'invalid_definition',
} as const;

/** A SQLSTATE of pggit's own. */
export type PgGitSqlState = keyof typeof ERROR_CODES;

/** Stable name of a situation: `deployment_open`, `ref_not_found`, … */
export type PgGitErrorCode = (typeof ERROR_CODES)[PgGitSqlState];
