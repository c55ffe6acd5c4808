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
 * Whether a connection is inside a transaction. node-postgres knows from the last answer of the
 * server; for other clients a savepoint tells, because it is allowed inside a transaction only.
 *
 * @throws the driver's error when the connection is not usable
 */
export async function transactionStatus(client: Queryable): Promise<TransactionStatus> {
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
    const state = sqlStateOf(error);
    if (state === '25P01') return 'idle';
    if (state === '25P02') return 'aborted';
    throw error;
  }
  await client.query('release savepoint pggit_status');
  return 'open';
}
