import type { Queryable } from '../connection/queryable.js';

/**
 * `idle`: no transaction. `open`: inside one. `failed`: inside an aborted one. `lost`: the
 * connection does not answer.
 */
export type TransactionState = 'idle' | 'open' | 'failed' | 'lost';

/**
 * Asks the server, because a client may be anything with a `query`. Outside a transaction a
 * statement's time is its transaction's time. Without parameters, so that it goes as one simple
 * message.
 */
export async function transactionState(client: Queryable): Promise<TransactionState> {
  try {
    const { rows } = await client.query(
      'select pg_catalog.now() < pg_catalog.statement_timestamp() as inside',
    );
    return rows[0]?.inside === true ? 'open' : 'idle';
  } catch (error) {
    return (error as { code?: unknown }).code === '25P02' ? 'failed' : 'lost';
  }
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
