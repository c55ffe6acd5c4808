import { useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shown, statusOf } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { createHistoryTable, migrate, record, unrecord } from './history-table.js';
import { historyTables, linksOf } from './readback.js';

const briefly = async (other: pg.Client) =>
  (await linksOf(other)).map(({ source, key, run, direction, revertedAt }) =>
    [source, key, run, direction, revertedAt === null ? 'stands' : 'reverted'].join(' '),
  );

describe('a history table that gets another name', () => {
  const db = useDatabase({ per: 'test' });
  let session: pg.Client;

  beforeEach(async () => {
    session = await db.connect();
    await createHistoryTable(session);
    await migrate(session, '1_a', 'create table public.a ()');
    await migrate(session, '2_b', 'create table public.b ()');
  });
  afterEach(async () => {
    expect(await statusOf(db.client)).toEqual([]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it.each([
    ['renamed', 'alter table public.pgmigrations rename to "Log"', 'public."Log"'],
    [
      'moved to another schema',
      'create schema ops; alter table public.pgmigrations set schema ops',
      'ops.pgmigrations',
    ],
    ['moved with its schema', 'alter schema public rename to ops', 'ops.pgmigrations'],
  ])('keeps its links and goes on when it is %s', async (_, statement, source) => {
    await session.query(statement);
    expect(await historyTables(db.client)).toEqual({ [source]: true });
    expect(await shown(db.client)).not.toContain(`added table ${source}`);
    await migrate(session, '3_c', 'create schema c', source);
    await session.query(`delete from ${source} where name = '2_b'`);
    expect(await briefly(db.client)).toEqual([
      `${source} 1_a 1 up stands`,
      `${source} 2_b 1 up reverted`,
      `${source} 3_c 1 up stands`,
      `${source} 2_b 1 down stands`,
    ]);
  });

  it('is no history table to a new one of its former name', async () => {
    await session.query('alter table public.pgmigrations rename to pgmigrations_2025');
    await createHistoryTable(session);
    await record(session, '1_a');
    expect(await briefly(db.client)).toEqual([
      'public.pgmigrations_2025 1_a 1 up stands',
      'public.pgmigrations_2025 2_b 1 up stands',
      'public.pgmigrations 1_a 1 up stands',
    ]);
  });

  it('keeps its links when a new one takes its name in the same transaction', async () => {
    await session.query('begin; alter table public.pgmigrations rename to old');
    await createHistoryTable(session);
    await record(session, '1_a');
    await session.query('commit');
    expect(await briefly(db.client)).toEqual([
      'public.old 1_a 1 up stands',
      'public.old 2_b 1 up stands',
      'public.pgmigrations 1_a 1 up stands',
    ]);
    expect(await historyTables(db.client)).toEqual({
      'public.old': true,
      'public.pgmigrations': true,
    });
  });

  it('keeps its links when it swaps names with another', async () => {
    await session.query('create schema ops');
    await createHistoryTable(session, 'ops.pgmigrations');
    await migrate(session, '1_ops', 'create table ops.a ()', 'ops.pgmigrations');
    await session.query(`begin; create schema s;
      alter table public.pgmigrations set schema s;
      alter table ops.pgmigrations set schema public;
      alter table s.pgmigrations set schema ops; drop schema s; commit`);
    expect(await briefly(db.client)).toEqual([
      'ops.pgmigrations 1_a 1 up stands',
      'ops.pgmigrations 2_b 1 up stands',
      'public.pgmigrations 1_ops 1 up stands',
    ]);
  });

  it('counts on from the links of a table that had the name before', async () => {
    await session.query('drop table public.pgmigrations; create schema ops');
    await createHistoryTable(session, 'ops.pgmigrations');
    await record(session, '1_a', 'ops.pgmigrations');
    await session.query('alter table ops.pgmigrations set schema public');
    expect(await briefly(db.client)).toEqual([
      'public.pgmigrations 1_a 1 up stands',
      'public.pgmigrations 2_b 1 up stands',
      'public.pgmigrations 1_a 2 up stands',
    ]);
  });

  it('is found by its next row when nobody saw the rename', async () => {
    await session.query("set pggit.tracking = 'off'");
    await session.query('alter table public.pgmigrations rename to log');
    await session.query('reset pggit.tracking');
    await record(session, '3_c', 'public.log');
    expect((await briefly(db.client)).at(-1)).toBe('public.log 3_c 1 up stands');
    expect(await briefly(db.client)).toContain('public.log 1_a 1 up stands');
  });
});

describe('a history table that loses its rows by TRUNCATE or DROP', () => {
  const db = useDatabase({ per: 'test' });
  let session: pg.Client;

  beforeEach(async () => {
    session = await db.connect();
    await createHistoryTable(session);
    await migrate(session, '1_a', 'create table public.a ()');
  });

  it.each([
    ['truncate public.pgmigrations', async () => {}],
    ['drop table public.pgmigrations', () => createHistoryTable(session)],
  ])('leaves its links as they are, because nothing was reverted: %s', async (lost, again) => {
    await session.query(lost);
    expect(await briefly(db.client)).toEqual(['public.pgmigrations 1_a 1 up stands']);
    await again();
    await record(session, '1_a');
    expect(await briefly(db.client)).toEqual([
      'public.pgmigrations 1_a 1 up stands',
      'public.pgmigrations 1_a 2 up stands',
    ]);
    // What is reverted now is the migration, however many rows have told of it.
    await unrecord(session, '1_a');
    expect(await briefly(db.client)).toEqual([
      'public.pgmigrations 1_a 1 up reverted',
      'public.pgmigrations 1_a 2 up reverted',
      'public.pgmigrations 1_a 1 down stands',
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });
});
