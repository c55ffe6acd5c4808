import { describe, expect, it } from 'vitest';
import { isPool, type PooledClient } from './queryable.js';
import { withClient } from './with-client.js';

/** A pool with one client whose transaction status is set by the test. */
function fakePool(status = 'I') {
  const released: (boolean | undefined)[] = [];
  const client = {
    query: async () => ({ rows: [] }),
    release: (destroy?: boolean) => void released.push(destroy),
    getTransactionStatus: () => status,
  } as PooledClient;
  const pool = {
    totalCount: 1,
    query: async () => ({ rows: [] }),
    connect: async () => client,
  };
  return { pool, client, released };
}

describe('withClient', () => {
  it('hands a connection on as it is', async () => {
    const client = { query: async () => ({ rows: [] }), connect: async () => {} };
    expect(isPool(client)).toBe(false);
    expect(await withClient(client, async (given) => given)).toBe(client);
  });

  it('checks one client out of a pool and gives it back', async () => {
    const { pool, client, released } = fakePool();
    expect(await withClient(pool, async (given) => given)).toBe(client);
    expect(released).toEqual([false]);
  });

  it('closes a client that failed', async () => {
    const { pool, released } = fakePool();
    const failure = new Error('work failed');
    const fail = async () => Promise.reject(failure);
    await expect(withClient(pool, fail)).rejects.toBe(failure);
    expect(released).toEqual([true]);
  });

  it('closes a client that is still in a transaction', async () => {
    const { pool, released } = fakePool('T');
    await withClient(pool, async () => {});
    expect(released).toEqual([true]);
  });

  it('closes a client that was discarded', async () => {
    const { pool, released } = fakePool();
    await withClient(pool, async (_client, discard) => discard());
    expect(released).toEqual([true]);
  });
});
