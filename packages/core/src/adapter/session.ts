import type { Queryable } from '../connection/queryable.js';
import { type TransactionStatus, transactionStatus } from '../connection/transaction-status.js';

/** How a session stands; `lost` when its connection does not answer. */
export type TransactionState = TransactionStatus | 'lost';

/** Whether a session is inside a transaction, for somebody who has to go on in any case. */
export async function transactionState(client: Queryable): Promise<TransactionState> {
  return transactionStatus(client).catch(() => 'lost' as const);
}

/** The role that `set role` gave the session, `none` when there is none. */
export async function currentRole(client: Queryable): Promise<string> {
  const { rows } = await client.query("select pg_catalog.current_setting('role') as role");
  return String(rows[0]?.role);
}

/**
 * Does the work as the role the session had when its deployment began. A migration that says `set
 * role` leaves the session in that role, which need not have any right on pggit. Afterwards the
 * session is as the migration left it.
 */
export async function asRole<T>(
  client: Queryable,
  role: string,
  work: () => Promise<T>,
): Promise<T> {
  const left = await currentRole(client);
  if (left === role) return work();
  await setRole(client, role);
  try {
    return await work();
  } finally {
    await setRole(client, left);
  }
}

async function setRole(client: Queryable, role: string): Promise<void> {
  await client.query("select pg_catalog.set_config('role', $1, false)", [role]);
}
