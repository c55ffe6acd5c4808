import { setTimeout as sleep } from 'node:timers/promises';
import type { Queryable } from '../connection/queryable.js';
import { DatabaseBusyError } from '../errors/busy.js';
import { readBlockers } from './blockers.js';
import { Blocked, isBusy } from './busy.js';

/** How long all attempts may take together when nobody says otherwise. */
const LOCK_TIMEOUT_MS = 10_000;

/** Pause between two attempts, in which everybody else has the database to themselves. */
const PAUSE_MS = 200;

/** What for and for how long to try. */
export interface Attempts {
  /** Completes "cannot …" in the error. */
  readonly purpose: string;
  /** No attempt begins later than this after the first one. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Tries `attempt`, which waits for nobody for long and leaves nothing when it fails, until nobody is
 * in its way. Queueing for a lock instead would make everybody else queue behind it.
 *
 * @throws DatabaseBusyError when somebody is in the way for too long; it names them
 * @throws whatever else `attempt` throws
 */
export async function untilFree<T>(
  client: Queryable,
  { purpose, timeoutMs = LOCK_TIMEOUT_MS }: Attempts,
  attempt: () => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (Date.now() + PAUSE_MS > deadline) {
        const blockers =
          error instanceof Blocked ? error.blockers : await readBlockers(client, 'engine', 'any');
        throw new DatabaseBusyError(
          purpose,
          blockers,
          error instanceof Blocked ? undefined : error,
        );
      }
    }
    // Not in step with another one that tries the same.
    await sleep(PAUSE_MS * (0.75 + Math.random() / 2));
  }
}
