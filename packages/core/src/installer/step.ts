import type { Queryable } from '../connection/queryable.js';
import { PgGitError } from '../errors/base.js';
import { InstallFailedError, InstallPrivilegeError } from '../errors/install.js';
import { sqlStateOf } from '../errors/sql-state.js';

/** One piece of an installation, named for messages and for the script of a dry run. */
export interface Step {
  readonly name: string;
  readonly sql: string;
}

/** Performs a step and gives the rows of its only statement; none in a dry run. */
// biome-ignore lint/suspicious/noExplicitAny: rows are as the statement makes them
export type Perform = (step: Step) => Promise<any[]>;

/** Performs steps on a connection; an error tells the step. */
export function performOn(client: Queryable): Perform {
  return ({ name, sql }) => named(name, async () => (await client.query(sql)).rows);
}

/** Performs nothing and keeps the steps. */
export function recordInto(steps: Step[]): Perform {
  return async (step) => {
    steps.push(step);
    return [];
  };
}

/**
 * Runs `work`, whose database errors are told as errors of the installation.
 *
 * @throws InstallPrivilegeError where a privilege is missing
 * @throws InstallFailedError on any other database error
 */
export async function named<T>(step: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PgGitError) throw error;
    if (sqlStateOf(error) === '42501') throw new InstallPrivilegeError(step, error);
    throw new InstallFailedError(step, error);
  }
}
