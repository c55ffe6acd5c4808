import type { Queryable } from '@pggit/core';
import { type TransactionState, transactionState } from '@pggit/core/adapter';
import type { RunnerOption } from 'node-pg-migrate';
import { watchLock } from './lock.js';
import type { RunMigration, StockRunner } from './options.js';

/**
 * Runs the stock runner on a client and leaves that client usable whatever happens. Without a
 * single transaction a failing migration sends no ROLLBACK: the client stays in an aborted
 * transaction with the advisory lock held.
 *
 * A transaction that was open before the run is the caller's, and so is its end.
 *
 * @throws the runner's own error object, always
 */
export async function runAndRepair(
  stock: StockRunner,
  options: RunnerOption,
  client: Queryable,
  before: TransactionState,
): Promise<RunMigration[]> {
  const watched = watchLock(client, options);
  // The tool types its client as a pg.Client; all that it uses of it is `query`.
  const run = { ...options, dbClient: watched.client } as unknown as RunnerOption;
  try {
    return await stock(run);
  } catch (error) {
    if (before === 'idle') await rollBack(client);
    throw error;
  } finally {
    await watched.release().catch(() => {});
  }
}

async function rollBack(client: Queryable): Promise<void> {
  const state = await transactionState(client);
  if (state === 'open' || state === 'aborted') await client.query('rollback').catch(() => {});
}
