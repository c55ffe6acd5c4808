import { pggit } from '../client/pggit.js';
import type { Queryable } from '../connection/queryable.js';
import { rollbackLeftovers } from '../connection/transaction.js';
import { transactionStatus } from '../connection/transaction-status.js';
import { withClient } from '../connection/with-client.js';
import { emitWarning, type OnWarning, orWarn } from './warning.js';

/** How long a pause may last. */
export interface PauseOptions {
  /** An interval; the pause ends by itself after it, in case nobody ends it. One hour by default. */
  readonly duration?: string;
  /** Told when the pause could not be ended early; a process warning by default. */
  readonly onWarning?: OnWarning;
}

/**
 * Runs `work` with tracking paused in its session. What it changes is drift: `status` shows it,
 * `capture` adopts it. Other sessions are tracked as ever.
 *
 * @param db a connection, or a pool, of which one client is checked out for `work`
 * @throws InvalidDurationError, NotInstalledError before `work` runs
 * @throws whatever `work` throws, as the same object
 */
export async function pauseTracking<T>(
  db: Queryable,
  work: (client: Queryable) => Promise<T>,
  options: PauseOptions = {},
): Promise<T> {
  return withClient(db, async (client, discard) => {
    await pggit(client).pauseTracking(options.duration ?? '1 hour');
    const before = await transactionStatus(client);
    let failed = true;
    try {
      const result = await work(client);
      failed = false;
      return result;
    } finally {
      const resumed = await orWarn(options.onWarning ?? emitWarning, async () => {
        if (failed) await rollbackLeftovers(client, before);
        await pggit(client).resumeTracking();
      });
      if (!resumed) discard();
    }
  });
}
