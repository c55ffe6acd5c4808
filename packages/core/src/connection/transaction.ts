import { TransactionOpenError } from '../errors/install.js';
import type { Queryable } from './queryable.js';
import { type TransactionStatus, transactionStatus } from './transaction-status.js';

/** How a transaction of pggit's own begins; never inherits the role's or database's defaults. */
export const READ_WRITE = 'begin isolation level read committed, read write';

/** One snapshot for all of it, and allowed on a standby. */
export const READ_ONLY = 'begin isolation level repeatable read, read only';

/** Thrown inside {@link inTransaction} to end it with a rollback and a result. */
export type Outcome<T> = { readonly result: T; readonly keep: boolean };

/**
 * Runs `work` in a transaction of its own: committed when `work` says `keep`, rolled back
 * otherwise and on any error.
 *
 * @param begin {@link READ_WRITE} or {@link READ_ONLY}
 * @param purpose completes "cannot …" in the message when a transaction is open already
 * @throws TransactionOpenError when the connection is inside a transaction
 * @throws whatever `work` or the commit throws
 */
export async function inTransaction<T>(
  client: Queryable,
  begin: string,
  purpose: string,
  work: () => Promise<Outcome<T>>,
): Promise<T> {
  if ((await transactionStatus(client)) !== 'idle') throw new TransactionOpenError(purpose);
  await client.query(begin);
  try {
    const { result, keep } = await work();
    await client.query(keep ? 'commit' : 'rollback');
    return result;
  } catch (error) {
    await rollback(client);
    throw error;
  }
}

/** Rolls back; a connection that cannot do even that has lost its transaction anyway. */
export async function rollback(client: Queryable): Promise<void> {
  await client.query('rollback').catch(() => {});
}

/**
 * Rolls back what failed work left behind: a transaction that can only be rolled back, or one that
 * the work opened and did not end. One that was open before the work stays its owner's.
 *
 * @param before the status when the work began
 */
export async function rollbackLeftovers(
  client: Queryable,
  before: TransactionStatus,
): Promise<void> {
  const now = await transactionStatus(client);
  if (now === 'aborted' || (now === 'open' && before === 'idle')) await rollback(client);
}
