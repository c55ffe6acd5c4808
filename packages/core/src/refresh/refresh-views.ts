import { pggit } from '../client/pggit.js';
import type { Queryable } from '../connection/queryable.js';
import { pauseTracking } from '../deployment/pause-tracking.js';
import type { OnWarning } from '../deployment/warning.js';

/**
 * Which materialized views to refresh: none, those whose sources a commit changed, or those named,
 * in that order.
 */
export type Refresh = 'none' | 'affected' | readonly string[];

/** One refreshed view. */
export interface RefreshResult {
  readonly name: string;
  /** From 1. */
  readonly position: number;
  readonly total: number;
  readonly durationMs: number;
  /** Why it was not refreshed. */
  readonly error?: Error;
}

/** How to refresh. */
export interface RefreshOptions {
  /** The commit whose changes decide for `'affected'`; `HEAD` by default. */
  readonly ref?: string;
  /** Told after each view. */
  readonly onProgress?: (result: RefreshResult) => void;
  /** Told of problems of pggit's own; a process warning by default. */
  readonly onWarning?: OnWarning;
}

/**
 * Refreshes materialized views one by one, with tracking paused, CONCURRENTLY where a unique index
 * allows it. A view that fails is told in its result and the others are refreshed all the same.
 *
 * @param db a connection, or a pool, of which one client is checked out
 * @throws NotInstalledError, RefNotFoundError before anything is refreshed
 */
export async function refreshViews(
  db: Queryable,
  refresh: Refresh,
  options: RefreshOptions = {},
): Promise<RefreshResult[]> {
  const names = await namesOf(db, refresh, options.ref);
  if (names.length === 0) return [];
  return pauseTracking(
    db,
    async (client) => {
      const results: RefreshResult[] = [];
      for (const [index, name] of names.entries()) {
        const result = await refreshOne(client, name, index + 1, names.length);
        results.push(result);
        options.onProgress?.(result);
      }
      return results;
    },
    options.onWarning === undefined ? {} : { onWarning: options.onWarning },
  );
}

async function namesOf(
  db: Queryable,
  refresh: Refresh,
  ref: string | undefined,
): Promise<readonly string[]> {
  if (refresh === 'none') return [];
  if (refresh !== 'affected') return refresh;
  const views = await pggit(db).affectedViews(ref);
  return views.map(({ name }) => name);
}

async function refreshOne(
  client: Queryable,
  name: string,
  position: number,
  total: number,
): Promise<RefreshResult> {
  const started = performance.now();
  let failure: { error: Error } | undefined;
  try {
    await pggit(client).refreshMaterializedView(name);
  } catch (error) {
    failure = { error: error instanceof Error ? error : new Error(String(error)) };
  }
  const durationMs = Math.round(performance.now() - started);
  return { name, position, total, durationMs, ...failure };
}
