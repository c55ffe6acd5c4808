import type { ConnectionPool, PooledClient } from '@pggit/core';
import { currentRun } from '../run.js';
import { hasRoomNow } from './full.js';
import { isStamped, stamp } from './stamp.js';

type Callback = (error: Error | undefined, client?: PooledClient, done?: unknown) => void;

/** `pool.connect` in both of its forms; `pool.query` uses the one with a callback. */
type Connect = (callback?: Callback) => Promise<PooledClient> | undefined;

const patched = new WeakSet<ConnectionPool>();

/**
 * Makes a pool hand out sessions that know where they belong: those that a run asks for are in its
 * deployment, and those that anybody else gets afterwards are not any more. Warm and new sessions
 * alike, before the first query of whoever gets them.
 */
export function bindPool(pool: ConnectionPool): void {
  if (patched.has(pool)) return;
  patched.add(pool);
  const connect = pool.connect.bind(pool) as Connect;

  const handOut: Connect = (callback) => {
    const run = currentRun(pool);
    if (callback === undefined) {
      return connect()?.then(
        async (client) => {
          await stamp(client, run);
          return client;
        },
        async (error) => {
          if (await hasRoomNow(error, run)) return handOut() as Promise<PooledClient>;
          throw error;
        },
      );
    }
    return connect((error, client, done) => {
      if (error && run) {
        hasRoomNow(error, run).then((again) => {
          if (again) handOut(callback);
          else process.nextTick(callback, error, client, done);
        });
        return;
      }
      if (error || client === undefined || isStamped(client, run)) {
        callback(error, client, done);
        return;
      }
      // Out of the promise, so that what the callback throws is as uncaught as ever.
      stamp(client, run).then(() => process.nextTick(callback, error, client, done));
    });
  };
  Object.assign(pool, { connect: handOut });
}
