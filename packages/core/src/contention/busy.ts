import type { Blocker } from '../errors/busy.js';
import { InstallFailedError } from '../errors/install.js';
import { sqlStateOf } from '../errors/sql-state.js';
import { AWAIT_OTHERS } from '../installer/session.js';

/** Ends an attempt before it began: others hold what it would need, and will go on doing so. */
export class Blocked extends Error {
  readonly blockers: readonly Blocker[];

  constructor(blockers: readonly Blocker[]) {
    super('other sessions hold what is needed');
    this.blockers = blockers;
  }
}

/**
 * Whether an error means that another session was in the way, so that the same work may succeed a
 * moment later: a lock that was not free, a deadlock, a row of a catalog that both changed.
 */
export function isBusy(error: unknown): boolean {
  if (error instanceof Blocked) return true;
  if (error instanceof InstallFailedError && error.step === AWAIT_OTHERS) return false;
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const state = sqlStateOf(cause);
  if (state === '55P03' || state === '40P01') return true;
  return state === 'XX000' && /^tuple concurrently/.test((cause as Error).message);
}
