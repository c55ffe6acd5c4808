import type { Queryable } from '@pggit/core';
import type { Run } from '../run.js';

/** The deployment that each session has been told it belongs to. */
const stamps = new WeakMap<Queryable, string>();

/** Whether a session says what it should before it is handed out, to a run or to anybody else. */
export function isStamped(client: Queryable, run: Run | undefined): boolean {
  return stamps.get(client) === (run?.isShared ? undefined : run?.deploymentId);
}

/**
 * Makes a session part of the run's deployment, or, without a run, takes it out of the last one. A
 * session that cannot even do that is handed out as it is: whoever asked for it meets the problem
 * in a query of its own.
 */
export async function stamp(client: Queryable, run: Run | undefined): Promise<void> {
  if (isStamped(client, run)) return;
  try {
    if (run === undefined || run.isShared) {
      // Back to what the connection came with.
      await client.query('reset pggit.deployment');
      stamps.delete(client);
      return;
    }
    const { rows } = await client.query(
      "select pg_catalog.set_config('pggit.deployment', $1, false), pg_catalog.pg_backend_pid() as pid",
      [run.deploymentId],
    );
    stamps.set(client, run.deploymentId);
    run.joined(Number(rows[0]?.pid));
  } catch {
    stamps.delete(client);
  }
}
