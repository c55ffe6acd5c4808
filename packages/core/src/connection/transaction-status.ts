import { sqlStateOf } from '../errors/sql-state.js';
import type { Queryable } from './queryable.js';

/** `idle`: no transaction is open. `aborted`: one is, and it can only be rolled back. */
export type TransactionStatus = 'idle' | 'open' | 'aborted';

const BY_WIRE_LETTER: Readonly<Record<string, TransactionStatus>> = {
  I: 'idle',
  T: 'open',
  E: 'aborted',
};

/** Outside a transaction a statement's time is its transaction's time. */
const INSIDE = 'select pg_catalog.now() < pg_catalog.statement_timestamp() as inside';

/**
 * Whether a connection is inside a transaction. node-postgres knows from the last complete answer
 * of the server, which a query that just failed has not had yet: so one is asked for first, which
 * tells for other clients. Without parameters, so that it goes as one simple message.
 *
 * @throws the driver's error when the connection is not usable
 */
export async function transactionStatus(client: Queryable): Promise<TransactionStatus> {
  try {
    const { rows } = await client.query(INSIDE);
    return knownTransactionStatus(client) ?? (rows[0]?.inside === true ? 'open' : 'idle');
  } catch (error) {
    if (sqlStateOf(error) === '25P02') return 'aborted';
    throw error;
  }
}

/** The status as the driver knows it, without asking the server; `undefined` when it does not. */
export function knownTransactionStatus(client: Queryable): TransactionStatus | undefined {
  if (!('getTransactionStatus' in client) || typeof client.getTransactionStatus !== 'function') {
    return undefined;
  }
  return BY_WIRE_LETTER[String(client.getTransactionStatus())];
}
