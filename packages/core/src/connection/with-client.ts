import { isPool, type PooledClient, type Queryable } from './queryable.js';
import { knownTransactionStatus } from './transaction-status.js';

/**
 * Runs `work` on one connection. Of a pool one client is checked out, handed to `work` and given
 * back; anything else is a connection already and is handed on as it is.
 *
 * A client that comes back inside a transaction, that failed, or that `work` discarded, is closed
 * rather than reused: whoever gets it next must not inherit a transaction, a pause or a deployment.
 *
 * @param work gets the connection, and `discard` to say that it must not be used again
 */
export async function withClient<T>(
  db: Queryable,
  work: (client: Queryable, discard: () => void) => Promise<T>,
): Promise<T> {
  if (!isPool(db)) return work(db, () => {});
  const client = await db.connect();
  const stopListening = listenForErrors(client);
  let succeeded = false;
  let discarded = false;
  try {
    const result = await work(client, () => {
      discarded = true;
    });
    succeeded = true;
    return result;
  } finally {
    const reusable =
      succeeded && !discarded && (knownTransactionStatus(client) ?? 'idle') === 'idle';
    if (reusable) stopListening();
    client.release(!reusable);
  }
}

/**
 * A checked-out client whose connection dies emits `error`, and Node ends a process over an
 * `error` nobody listens to. The failed query already rejects with the same error.
 */
function listenForErrors(client: PooledClient): () => void {
  const emitter = client as PooledClient & Partial<NodeJS.EventEmitter>;
  if (typeof emitter.on !== 'function') return () => {};
  const listener = () => {};
  emitter.on('error', listener);
  return () => emitter.off?.('error', listener);
}
