import { useDatabase } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { READING_CALLS } from './reading-calls.js';

describe('reading', () => {
  const db = useDatabase();

  beforeAll(async () => {
    const session = await db.connect();
    await session.query('create table public.a (id int primary key)');
    await session.query('create view public.v as select id from public.a');
    // Something for status to find: it must report drift without adopting it.
    const silent = await db.connect({ options: '-c pggit.tracking=off' });
    await silent.query('create table public.drifted ()');
  });

  it.each(READING_CALLS)('works in a read-only transaction: %s', async (call) => {
    const expected = (await db.client.query(call)).rows;
    const session = await db.connect();
    await session.query('begin transaction read only');
    expect((await session.query(call)).rows).toEqual(expected);
    await session.query('commit');
  });

  it.each(READING_CALLS)('works where transactions are read-only by default: %s', async (call) => {
    const expected = (await db.client.query(call)).rows;
    const session = await db.connect({ options: '-c default_transaction_read_only=on' });
    expect((await session.query(call)).rows).toEqual(expected);
  });

  it.each(READING_CALLS)('needs no transaction id: %s', async (call) => {
    const session = await db.connect();
    await session.query('begin');
    await session.query(call);
    const { rows } = await session.query('select pg_current_xact_id_if_assigned() as xid');
    await session.query('commit');
    expect(rows).toEqual([{ xid: null }]);
  });
});
