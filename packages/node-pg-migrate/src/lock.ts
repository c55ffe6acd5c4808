import type { Queryable } from '@pggit/core';
import type { RunnerOption } from 'node-pg-migrate';

/** The key of node-pg-migrate's advisory lock when `lockValue` does not say otherwise. */
const DEFAULT_LOCK = 7241865325823964;

const STATEMENT = /^\s*select\s+pg_(try_advisory_lock|advisory_lock|advisory_unlock)\((-?\d+)\)/i;

/** A client to migrate with, and how often the runner holds its lock on it. */
export interface WatchedClient {
  readonly client: Queryable;
  /**
   * Gives back what the runner took and did not give back, no more: the lock counts, and the caller
   * may hold it too.
   */
  release(): Promise<void>;
}

/**
 * A facade that passes every query through and counts the runner's own lock. 6.2 never unlocks a
 * client that it did not open; later versions try to inside an aborted transaction, which fails
 * (salsita/node-pg-migrate#1752).
 */
export function watchLock(client: Queryable, options: RunnerOption): WatchedClient {
  const keys = [String(DEFAULT_LOCK), String(lockValue(options))];
  const held = new Map<string, number>();

  const count = (text: unknown, rows: unknown): void => {
    const [, call, key] = (typeof text === 'string' && STATEMENT.exec(text)) || [];
    if (call === undefined || key === undefined || !keys.includes(key)) return;
    const step = call.toLowerCase() === 'advisory_unlock' ? -1 : 1;
    if (answer(rows) !== false) held.set(key, (held.get(key) ?? 0) + step);
  };

  return {
    client: {
      async query(...statement: Parameters<Queryable['query']>) {
        const result = await client.query(...statement);
        count(statement[0], result?.rows);
        return result;
      },
    },
    async release() {
      for (const [key, times] of held) {
        for (let left = times; left > 0; left -= 1) {
          await client.query(`select pg_catalog.pg_advisory_unlock(${key})`);
        }
      }
      held.clear();
    },
  };
}

/** `lockValue` came with 8; earlier versions ignore it, so the default counts as well. */
function lockValue(options: RunnerOption): number {
  return options.lockValue ?? DEFAULT_LOCK;
}

/** True, false, or the void of the waiting form. */
function answer(rows: unknown): unknown {
  const [row] = Array.isArray(rows) ? rows : [];
  return row && Object.values(row)[0];
}
