import { uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';
import { shown, statusOf } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { createHistoryTable, HISTORY_COLUMNS, migrate, record } from './history-table.js';
import { historyTables, linksOf, migrationsOf } from './readback.js';

const WEIRD = '"Weird ""schema"."My Migrations"';

describe('pggit.watch_history_table', () => {
  const db = useDatabase({ per: 'test' });

  const watch = (table: string | null, tool: string | null = 'node-pg-migrate') =>
    db.client.query('select pggit.watch_history_table($1, $2)', [table, tool]);

  it.each([
    ['another name', 'ops.schema_log', 'ops'],
    ['a quoted name', WEIRD, '"Weird ""schema"'],
  ])('links a table with %s from its creation on', async (_, table, schema) => {
    await watch(table);
    expect(await historyTables(db.client)).toEqual({ [table]: false });
    const session = await db.connect();
    await session.query(`create schema ${schema}`);
    await createHistoryTable(session, table);
    expect(await historyTables(db.client)).toEqual({ [table]: true });
    await migrate(session, '1_a', 'create table public.a ()', table);
    expect(await linksOf(db.client)).toMatchObject([
      { key: '1_a', source: table, tool: 'node-pg-migrate' },
    ]);
    expect(await migrationsOf(db.client)).toEqual({ 'added table public.a': '1_a' });
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it.each([
    ['another name', 'ops.schema_log', 'ops'],
    ['a quoted name', WEIRD, '"Weird ""schema"'],
  ])('links a table with %s that is there already', async (_, table, schema) => {
    const session = await db.connect();
    await session.query(`create schema ${schema}`);
    await createHistoryTable(session, table);
    await watch(table);
    expect(await historyTables(db.client)).toEqual({ [table]: true });
    await migrate(session, '1_a', 'create table public.a ()', table);
    expect(await linksOf(db.client)).toMatchObject([{ key: '1_a', source: table }]);
  });

  it('takes a table that was tracked out of the live state, as untracked', async () => {
    const session = await db.connect();
    await session.query('create schema ops');
    await createHistoryTable(session, 'ops.schema_log');
    await watch('ops.schema_log');
    expect(await shown(db.client)).toEqual([
      'untracked index ops.schema_log_pkey',
      'untracked sequence ops.schema_log_id_seq',
      'untracked table ops.schema_log',
    ]);
    expect(await statusOf(db.client)).toEqual([]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('may be called twice, and links each row once', async () => {
    await watch('public.schema_log');
    await createHistoryTable(db.client, 'public.schema_log');
    await watch('public.schema_log');
    await record(db.client, '1_a', 'public.schema_log');
    expect(await linksOf(db.client)).toHaveLength(1);
  });

  it('reads names as SQL does: without quotes in lower case', async () => {
    await watch('Public.Schema_Log');
    await createHistoryTable(db.client, 'public.schema_log');
    expect(await historyTables(db.client)).toEqual({ 'public.schema_log': true });
  });

  it('works for a deployer that is not the owner of the table, but may read it and put a trigger there', async () => {
    await createHistoryTable(db.client, 'public.schema_log');
    const role = await uniqueRole(db.client);
    await db.client.query(`grant pggit_deployer to ${role.name};
      grant select, trigger on public.schema_log to ${role.name}`);
    const session = await db.connect({ user: role.name, password: role.password });
    await session.query("select pggit.watch_history_table('public.schema_log', 'node-pg-migrate')");
    expect(await historyTables(db.client)).toEqual({ 'public.schema_log': true });
  });

  it.each([['sqitch-ng'], [''], [null]])(
    'refuses tool %j, which it does not know (PGX01)',
    async (tool) => {
      const failure = await failureOf(watch('public.schema_log', tool));
      expect(failure).toMatchObject({ code: 'PGX01', detail: { tool_name: tool } });
      expect(failure.detail.known).toContain('node-pg-migrate');
      expect(failure.hint).not.toBe('');
      expect(await historyTables(db.client)).toEqual({});
    },
  );

  it.each([['schema_log'], ['a.b.c'], ['"unclosed'], [''], ['public.'], [null]])(
    'refuses %j, which is no name with its schema (PGX03)',
    async (table) => {
      const failure = await failureOf(watch(table));
      expect(failure).toMatchObject({ code: 'PGX03', detail: { history_table: table } });
      expect(failure.hint).not.toBe('');
    },
  );

  it('refuses a table without the columns of the tool (PGX03)', async () => {
    await db.client.query('create table public.schema_log (id int, name text)');
    const failure = await failureOf(watch('public.schema_log'));
    expect(failure).toMatchObject({
      code: 'PGX03',
      detail: { history_table: 'public.schema_log', required_columns: ['id', 'name', 'run_on'] },
    });
    expect(await historyTables(db.client)).toEqual({});
  });

  it('refuses what is no table (PGX03)', async () => {
    await db.client.query(
      `create table public.log ${HISTORY_COLUMNS}; create view public.schema_log as select * from public.log`,
    );
    expect((await failureOf(watch('public.schema_log'))).code).toBe('PGX03');
  });

  it('does not attach to a table that comes without the columns it needs', async () => {
    await watch('public.schema_log');
    await db.client.query('create table public.schema_log (id int)');
    expect(await historyTables(db.client)).toEqual({ 'public.schema_log': false });
    await db.client.query('insert into public.schema_log values (1)');
    expect(await linksOf(db.client)).toEqual([]);
  });
});
