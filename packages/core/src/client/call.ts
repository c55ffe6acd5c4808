import { queryAsStored } from '../connection/query-as-stored.js';
import { isPool, type Queryable } from '../connection/queryable.js';
import { toPgGitError } from '../errors/from-database.js';
import { NotInstalledError } from '../errors/install.js';
import { sqlStateOf } from '../errors/sql-state.js';

/** Undefined function, table or schema: for a statement of pggit's own, pggit is what is missing. */
const MISSING = new Set(['42883', '42P01', '3F000']);

/**
 * Runs one of pggit's own statements.
 *
 * @returns its rows, with the column names in camelCase
 * @throws PgGitError where the database says what pggit's error it is
 * @throws NotInstalledError where the statement finds no pggit
 * @throws the driver's error otherwise
 */
export async function call<Row>(
  db: Queryable,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  try {
    const { rows } = await queryAsStored(db, sql, values);
    return rows.map((row) => camelCaseKeys(row) as Row);
  } catch (error) {
    if (MISSING.has(sqlStateOf(error) ?? '') && isAboutPgGit(error)) {
      throw new NotInstalledError(error);
    }
    throw toPgGitError(error);
  }
}

/**
 * Refuses a pool where the statement belongs to one session: each query of a pool may take another.
 *
 * @throws TypeError for a pool
 */
export function assertSession(db: Queryable, method: string, instead: string): void {
  if (!isPool(db)) return;
  throw new TypeError(`${method} belongs to one session and cannot use a pool: ${instead}`);
}

/** `begin_deployment(…)` may run SQL of the user's, whose missing tables are not ours to explain. */
function isAboutPgGit(error: unknown): boolean {
  return error instanceof Error && /\bpggit\b/.test(error.message);
}

/** Renames the keys of a row; values, jsonb among them, stay as they are. */
export function camelCaseKeys(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
