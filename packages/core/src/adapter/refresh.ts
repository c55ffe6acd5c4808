import type { Queryable } from '../connection/queryable.js';
import { firstLine } from '../deployment/first-line.js';
import { type Refresh, refreshViews } from '../refresh/refresh-views.js';
import { refreshedLine, type Say } from './notices.js';

/**
 * Refreshes materialized views after a run. A failing refresh is said, never thrown: the migrations
 * are applied, and that is the result of the run.
 *
 * @param commit - the commit of the run, undefined when the run is part of somebody else's
 * deployment or changed nothing
 */
export async function refreshAfter(
  client: Queryable,
  refresh: Refresh | undefined,
  commit: string | undefined,
  say: Say,
): Promise<void> {
  if (refresh === undefined || refresh === 'none') return;
  if (refresh === 'affected' && commit === undefined) return;
  try {
    await refreshViews(client, refresh, {
      ...(commit !== undefined && { ref: commit }),
      onProgress: (result) => say(refreshedLine(result)),
    });
  } catch (error) {
    say(`materialized views were not refreshed: ${firstLine(error)}`);
  }
}
