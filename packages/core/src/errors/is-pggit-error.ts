import type { PgGitError } from './base.js';
import { ERROR_CODES, type PgGitErrorCode } from './codes.js';

const KNOWN: ReadonlySet<string> = new Set(Object.values(ERROR_CODES));

/**
 * Whether `error` is one of pggit's own, or the one with that `code`. It looks at the `code`, not
 * at the class, so that errors of a second copy of this package are recognised too.
 *
 * @param error anything that was thrown
 * @param code a situation, for example `'deployment_open'`; any when left out
 */
export function isPgGitError(error: unknown, code?: PgGitErrorCode): error is PgGitError {
  if (typeof error !== 'object' || error === null) return false;
  if (!('code' in error) || !('sqlState' in error)) return false;
  if (typeof error.code !== 'string' || !KNOWN.has(error.code)) return false;
  return code === undefined || error.code === code;
}
