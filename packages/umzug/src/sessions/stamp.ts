import type { Queryable } from '@pggit/core';
import { transactionState } from '@pggit/core/adapter';
import type { Run } from '../run.js';
import { onceOutsideTransaction, onForgetting } from './wire.js';

/** The sessions that may say they belong to a deployment, each with a mark of when it was told. */
const touched = new WeakMap<Queryable, symbol>();

/** The deployment that each session says it belongs to, where that is certain. */
const told = new WeakMap<Queryable, string>();

/** Whether a session says what it should before it is handed out, to a run or to anybody else. */
export function isStamped(client: Queryable, run: Run | undefined): boolean {
  if (run === undefined || run.isShared) return !touched.has(client);
  return told.get(client) === run.deploymentId;
}

/**
 * Makes a session part of the run's deployment, or, without a run, takes it out of the last one. A
 * session that cannot even do that is handed out as it is: whoever asked for it meets the problem
 * in a query of its own, and it is told again the next time.
 */
export async function stamp(client: Queryable, run: Run | undefined): Promise<void> {
  if (isStamped(client, run)) return;
  told.delete(client);
  if (run === undefined || run.isShared) return clean(client);
  touched.set(client, Symbol());
  const isHeard = onForgetting(client, () => void told.delete(client));
  try {
    const { rows } = await client.query(
      "select pg_catalog.set_config('pggit.deployment', $1, false), pg_catalog.pg_backend_pid() as pid",
      [run.deploymentId],
    );
    if (isHeard) told.set(client, run.deploymentId);
    run.joined(Number(rows[0]?.pid));
  } catch {
    // In an aborted transaction, or lost.
  }
}

/**
 * Back to what the connection came with. Inside a transaction that somebody left open that is
 * refused, or undone when it is rolled back: then it is done again right after its end, and the
 * session does not count as clean before.
 */
async function clean(client: Queryable): Promise<void> {
  const mark = touched.get(client);
  if (await reset(client, mark)) return;
  onceOutsideTransaction(client, () => {
    // A run may have been given the session meanwhile.
    if (touched.get(client) === mark) void reset(client, mark);
  });
}

async function reset(client: Queryable, mark: symbol | undefined): Promise<boolean> {
  try {
    await client.query('reset pggit.deployment');
    if ((await transactionState(client)) !== 'idle') return false;
    if (touched.get(client) === mark) touched.delete(client);
    return true;
  } catch {
    return false;
  }
}
