import { isPgGitError, type Queryable } from '@pggit/core';
import type { ClientBase } from 'pg';
import { backendOf, terminate, untilStalled } from '../faults/stalling.js';

/**
 * A connection whose backend is terminated in one phase of an installation: when the step has been
 * performed and before its answer is there. A commit is not performed any more.
 *
 * @param phase matches the SQL of the step
 * @param other from where the backend is terminated
 */
export async function terminatedAt(
  client: ClientBase,
  phase: RegExp,
  other: ClientBase,
): Promise<Queryable> {
  const pid = await backendOf(client);
  let reached = false;
  return {
    query: async (text, values) => {
      if (reached || !phase.test(text)) return client.query(text, values);
      reached = true;
      if (text === 'commit') {
        await terminate(other, pid);
        return client.query(text);
      }
      const step = client.query(`${text}\n; select pg_catalog.pg_sleep(60)`);
      step.catch(() => {});
      await untilStalled(other, pid);
      await terminate(other, pid);
      return step;
    },
  };
}

/** The SQLSTATE or driver message an interrupted installation failed with. */
export async function failureOfInstall(installation: Promise<unknown>): Promise<string> {
  const error = await installation.then(
    () => undefined,
    (reason) => reason,
  );
  if (error === undefined) return 'no failure: the phase did not come';
  const cause = isPgGitError(error) ? (error as { cause?: { code?: string } }).cause : error;
  return cause?.code ?? cause?.message ?? String(error);
}
