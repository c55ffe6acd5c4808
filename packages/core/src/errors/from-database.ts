import type { PgGitError, RaisedErrorClass } from './base.js';
import * as cqrs from './cqrs.js';
import * as deployments from './deployments.js';
import * as functions from './functions.js';
import * as links from './links.js';
import * as refs from './refs.js';
import { sqlStateOf } from './sql-state.js';
import * as tracking from './tracking.js';

/** The errors that SQL functions raise. `PGI` errors and PGD06 are missing: only this package makes those. */
export const RAISED_ERRORS: Readonly<Record<string, RaisedErrorClass>> = {
  PGT01: tracking.InvalidDurationError,
  PGT02: tracking.InvalidPatternError,
  PGT03: tracking.ObjectNotFoundError,
  PGT04: tracking.CaptureError,
  PGT05: tracking.IgnorePatternNotFoundError,
  PGT06: tracking.ObjectIgnoredError,
  PGT07: tracking.ObjectLockedError,
  PGD01: deployments.DeploymentOpenError,
  PGD02: deployments.NoDeploymentError,
  PGD03: deployments.DeploymentNotFoundError,
  PGD04: deployments.DeploymentClosedError,
  PGD05: deployments.InvalidDeploymentNameError,
  PGX01: links.UnknownToolError,
  PGX02: links.InvalidMigrationIdError,
  PGX03: links.NotAHistoryTableError,
  PGX04: links.InvalidMigrationToolError,
  PGX05: links.MigrationToolExistsError,
  PGX06: links.PlaceholdersNotReplacedError,
  PGX07: links.HistoryTableDeniedError,
  PGC01: cqrs.InvalidCqrsChangeError,
  PGC02: cqrs.CqrsOperationFailedError,
  PGC03: cqrs.CqrsOperationRefusedError,
  PGF01: functions.FunctionNotFoundError,
  PGF02: functions.AmbiguousFunctionError,
  PGF03: functions.FunctionNotTrackedError,
  PGF04: functions.InvalidFunctionVersionError,
  PGR01: refs.RefNotFoundError,
  PGR02: refs.AmbiguousRefError,
  PGR03: refs.NoHistoryError,
  PGR04: refs.BranchPreparedError,
  PGR05: refs.ReservedTagError,
  PGR06: refs.HistoryBusyError,
  PGR07: refs.HistoryAlteredError,
  PGR08: refs.InvalidDefinitionError,
};

/**
 * Turns an error the database raised for pggit into its class; the driver's error is the `cause`.
 * Anything else, errors of the caller's own SQL above all, comes back as the same object.
 *
 * @param error what a query rejected with
 */
export function toPgGitError(error: unknown): unknown {
  const state = sqlStateOf(error);
  const ErrorClass = state === undefined ? undefined : RAISED_ERRORS[state];
  if (ErrorClass === undefined) return error;
  const raised = error as { message?: unknown; detail?: unknown; hint?: unknown };
  return new ErrorClass(String(raised.message), {
    cause: error,
    details: parseDetail(raised.detail),
    hint: typeof raised.hint === 'string' ? raised.hint : undefined,
  }) satisfies PgGitError;
}

/** The JSON detail of an error; a detail that is no JSON object is kept as `text`. */
function parseDetail(detail: unknown): Record<string, unknown> {
  if (typeof detail !== 'string' || detail === '') return {};
  try {
    const parsed: unknown = JSON.parse(detail);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return parsed as Record<string, unknown>;
    }
  } catch {
    // Not JSON: told as it is.
  }
  return { text: detail };
}
