import { install } from '@pggit/core';
import { uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { headOf, shown } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { createHistoryTable, HISTORY_COLUMNS, migrate, record } from './history-table.js';
import { historyTables, linksOf, migrationsOf } from './readback.js';

describe('a history table made after the installation', () => {
  const db = useDatabase({ per: 'test' });

  it('is linked from its first row', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    expect(await historyTables(db.client)).toEqual({ 'public.pgmigrations': true });
    await migrate(session, '1_a', 'create table public.a ()');
    expect(await linksOf(db.client)).toMatchObject([
      {
        number: '1',
        key: '1_a',
        tool: 'node-pg-migrate',
        source: 'public.pgmigrations',
        commit: await headOf(db.client),
        deployment: null,
        run: 1,
        direction: 'up',
        revertedAt: null,
      },
    ]);
  });

  it('is linked from its first row in the same transaction', async () => {
    const session = await db.connect();
    await session.query('begin');
    await createHistoryTable(session);
    await session.query('create table public.a ()');
    await record(session, '1_a');
    await session.query('commit');
    expect(await linksOf(db.client)).toMatchObject([
      { key: '1_a', commit: await headOf(db.client) },
    ]);
    expect(await migrationsOf(db.client)).toEqual({ 'added table public.a': '1_a' });
  });

  it('is linked from rows that come with it', async () => {
    const session = await db.connect();
    await session.query('begin');
    await session.query('create table public.a ()');
    await session.query(
      `create table public.pgmigrations as
         select 1 as id, '1_a'::text as name, now()::timestamp as run_on limit 0`,
    );
    await session.query("insert into public.pgmigrations values (1, '1_a', now())");
    await session.query('commit');
    expect(await linksOf(db.client)).toMatchObject([{ key: '1_a' }]);
  });

  it('is no commit and no change', async () => {
    const session = await db.connect();
    const head = await headOf(db.client);
    await createHistoryTable(session);
    expect(await headOf(db.client)).toBe(head);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is linked in any schema, beside others of its kind', async () => {
    const session = await db.connect();
    await session.query('create schema ops; create schema "Weird ""one"');
    const tables = ['public.pgmigrations', 'ops.pgmigrations', '"Weird ""one".pgmigrations'];
    for (const table of tables) {
      await createHistoryTable(session, table);
      await record(session, '1_a', table);
    }
    expect((await linksOf(db.client)).map(({ source, key, run }) => [source, key, run])).toEqual(
      tables.map((source) => [source, '1_a', 1]),
    );
  });

  it('is linked when a plain role makes it and fills it', async () => {
    const role = await uniqueRole(db.client);
    await db.client.query(`create schema app authorization ${role.name}`);
    const session = await db.connect({ user: role.name, password: role.password });
    await createHistoryTable(session, 'app.pgmigrations');
    await migrate(session, '1_a', 'create table app.a ()', 'app.pgmigrations');
    expect(await linksOf(db.client)).toMatchObject([{ source: 'app.pgmigrations', key: '1_a' }]);
    expect(await migrationsOf(db.client)).toEqual({ 'added table app.a': '1_a' });
  });

  it('is linked again when it was dropped and made anew', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await record(session, '1_a');
    await session.query('drop table public.pgmigrations');
    expect(await historyTables(db.client)).toEqual({ 'public.pgmigrations': false });
    await createHistoryTable(session);
    await record(session, '1_a');
    expect((await linksOf(db.client)).map(({ key, run }) => [key, run])).toEqual([
      ['1_a', 1],
      ['1_a', 2],
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('stays what it is when it is made IF NOT EXISTS again', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await session.query(`create table if not exists public.pgmigrations ${HISTORY_COLUMNS}`);
    await record(session, '1_a');
    expect(await linksOf(db.client)).toHaveLength(1);
  });

  it('goes back when its transaction does', async () => {
    const session = await db.connect();
    await session.query('begin');
    await createHistoryTable(session);
    await session.query('rollback');
    expect(await historyTables(db.client)).toEqual({});
    await createHistoryTable(session);
    await record(session, '1_a');
    expect(await linksOf(db.client)).toHaveLength(1);
  });
});

describe('a history table that was there before the installation', () => {
  const db = useDatabase({ engine: false, per: 'test' });

  it('is attached by the installation, and is no part of the baseline', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await migrate(session, '1_a', 'create table public.a ()');
    await install(db.client);
    expect(await historyTables(db.client)).toEqual({ 'public.pgmigrations': true });
    expect(await shown(db.client)).toEqual(['added schema public', 'added table public.a']);
    expect(await linksOf(db.client)).toEqual([]);
    await migrate(session, '2_b', 'create table public.b ()');
    expect(await linksOf(db.client)).toMatchObject([{ key: '2_b', number: '2' }]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('links a migration taken back that was applied before', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await migrate(session, '1_a', 'create table public.a ()');
    await install(db.client);
    await session.query(
      "begin; drop table public.a; delete from public.pgmigrations where name = '1_a'; commit",
    );
    expect(await linksOf(db.client)).toMatchObject([
      { key: '1_a', number: '1', direction: 'down', run: 1, commit: await headOf(db.client) },
    ]);
    expect(await migrationsOf(db.client)).toEqual({ 'removed table public.a': '1_a' });
  });

  it('is found in every schema', async () => {
    await db.client.query('create schema ops; create schema "My Ops"');
    await createHistoryTable(db.client, 'ops.pgmigrations');
    await createHistoryTable(db.client, '"My Ops".pgmigrations');
    await install(db.client);
    expect(await historyTables(db.client)).toEqual({
      'ops.pgmigrations': true,
      '"My Ops".pgmigrations': true,
    });
  });
});
