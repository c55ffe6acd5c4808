import { sqlStateOf } from '../errors/sql-state.js';
import type { Queryable } from './queryable.js';

/** `idle`: no transaction is open. `aborted`: one is, and it can only be rolled back. */
export type TransactionStatus = 'idle' | 'open' | 'aborted';

const BY_WIRE_LETTER: Readonly<Record<string, TransactionStatus>> = {
  I: 'idle',
  T: 'open',
  E: 'aborted',
};

/**
 * Whether a connection is inside a transaction. node-postgres knows from the last complete answer
 * of the server, which a query that just failed has not had yet: so one is asked for first. For
 * other clients a savepoint tells, because it is allowed inside a transaction only.
 *
 * @throws the driver's error when the connection is not usable
 */
export async function transactionStatus(client: Queryable): Promise<TransactionStatus> {
  try {
    await client.query('select 1');
  } catch (error) {
    if (sqlStateOf(error) === '25P02') return 'aborted';
    throw error;
  }
  return knownTransactionStatus(client) ?? (await probedTransactionStatus(client));
}

/** The status as the driver knows it, without asking the server; `undefined` when it does not. */
export function knownTransactionStatus(client: Queryable): TransactionStatus | undefined {
  if (!('getTransactionStatus' in client) || typeof client.getTransactionStatus !== 'function') {
    return undefined;
  }
  return BY_WIRE_LETTER[String(client.getTransactionStatus())];
}

async function probedTransactionStatus(client: Queryable): Promise<TransactionStatus> {
  try {
    await client.query('savepoint pggit_status');
  } catch (error) {
    if (sqlStateOf(error) === '25P01') return 'idle';
    throw error;
  }
  await client.query('release savepoint pggit_status');
  return 'open';
}
