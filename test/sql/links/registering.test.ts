import { MigrationToolExistsError, pggit } from '@pggit/core';
import { uniqueRole, useDatabase } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';
import { headOf, shown, statusOf } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { historyTables, linksOf, migrationsOf } from './readback.js';

const LOG =
  'create table public.acme_log (step text primary key, done boolean not null default true, at timestamptz)';
const ACME = {
  toolName: 'acme',
  tablePattern: 'acme_log',
  keyColumns: ['step'],
  appliedWhen: '$ ? (@.done == true)',
} as const;

describe('pggit.register_migration_tool', () => {
  const db = useDatabase({ per: 'test' });

  it('makes a table known when it is created, its rows read as was said', async () => {
    await db.client.query(`select pggit.register_migration_tool(
      'acme', 'acme_log', array['step'], applied_when => '$ ? (@.done == true)')`);
    const session = await db.connect();
    await session.query(LOG);
    await session.query(
      "begin; create table public.a (); insert into public.acme_log values ('1')",
    );
    await session.query("insert into public.acme_log values ('2', false); commit");
    expect(await linksOf(db.client)).toMatchObject([
      { key: '1', tool: 'acme', source: 'public.acme_log', commit: await headOf(db.client) },
    ]);
    expect(await migrationsOf(db.client)).toEqual({ 'added table public.a': '1' });
  });

  it('finds the tables that exist, which are tracked no longer', async () => {
    await db.client.query(`${LOG}; create schema ops; create table ops.acme_log (step int)`);
    await pggit(db.client).registerMigrationTool(ACME);
    expect(await historyTables(db.client)).toEqual({
      'ops.acme_log': true,
      'public.acme_log': true,
    });
    expect(await shown(db.client)).toEqual([
      'untracked index public.acme_log_pkey',
      'untracked table ops.acme_log',
      'untracked table public.acme_log',
    ]);
    await db.client.query("insert into public.acme_log values ('1')");
    expect(await linksOf(db.client)).toMatchObject([{ key: '1', tool: 'acme' }]);
    expect(await statusOf(db.client)).toEqual([]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('takes % for any characters, and types for columns', async () => {
    await pggit(db.client).registerMigrationTool({
      toolName: 'acme',
      tablePattern: '%_acme_steps',
      keyColumns: ['step'],
      requiredColumns: ['step'],
      columnTypes: ['number'],
    });
    await db.client.query(
      'create table public.shop_acme_steps (step int); create table public.crm_acme_steps (step text)',
    );
    expect(await historyTables(db.client)).toEqual({ 'public.shop_acme_steps': true });
  });

  it('adds to a tool that has other tables, each table being read by its columns', async () => {
    await pggit(db.client).registerMigrationTool({
      toolName: 'umzug',
      tablePattern: 'our_steps',
      keyColumns: ['step'],
    });
    await db.client.query('create table public.log (name text)');
    await pggit(db.client).watchHistoryTable('public.log', 'umzug');
    await db.client.query(`insert into public.log values ('a.js');
      create table public.our_steps (step text); insert into public.our_steps values ('b.js')`);
    expect((await linksOf(db.client)).map(({ tool, key }) => [tool, key])).toEqual([
      ['umzug', 'a.js'],
      ['umzug', 'b.js'],
    ]);
  });

  it('takes a table beside the history, which is only not tracked', async () => {
    await db.client.query('create table public.acme_lock (locked boolean)');
    await pggit(db.client).registerMigrationTool({
      toolName: 'acme',
      tablePattern: 'acme_lock',
      keyColumns: ['locked'],
      rowStandsFor: 'nothing',
    });
    expect(await shown(db.client)).toEqual(['untracked table public.acme_lock']);
    await db.client.query('insert into public.acme_lock values (true)');
    expect(await historyTables(db.client)).toEqual({});
    expect(await linksOf(db.client)).toEqual([]);
    await pggit(db.client).unregisterMigrationTool('acme');
    expect(await shown(db.client)).toEqual(['added table public.acme_lock']);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('goes before what pggit knows by itself', async () => {
    await db.client.query('create table public.migrations (id int, name text, run_on timestamp)');
    await pggit(db.client).registerMigrationTool({
      toolName: 'ours',
      tablePattern: 'migrations',
      keyColumns: ['name'],
    });
    await db.client.query("insert into public.migrations values (1, 'a', now())");
    expect(await linksOf(db.client)).toMatchObject([{ tool: 'ours', key: 'a' }]);
  });

  it('changes nothing when it is called again with the same arguments', async () => {
    const { registerMigrationTool } = pggit(db.client);
    await registerMigrationTool(ACME);
    await registerMigrationTool(ACME);
    const { rows } = await db.client.query(
      "select table_pattern from pggit.migration_tools where tool_name = 'acme'",
    );
    expect(rows).toEqual([{ table_pattern: 'acme_log' }]);
  });

  it('refuses to read the same tables in another way (PGX05)', async () => {
    const { registerMigrationTool } = pggit(db.client);
    await registerMigrationTool(ACME);
    const error = await registerMigrationTool({ ...ACME, keyColumns: ['at'] }).catch((e) => e);
    expect(error).toBeInstanceOf(MigrationToolExistsError);
    expect(error.toolName).toBe('acme');
    const failure = await failureOf(
      db.client.query(
        "select pggit.register_migration_tool('knex', 'knex_migrations', array['name'])",
      ),
    );
    expect(failure).toMatchObject({ code: 'PGX05', detail: { is_built_in: true } });
    expect(failure.hint).not.toBe('');
  });

  it('is for admins', async () => {
    const role = await uniqueRole(db.client);
    await db.client.query(`grant pggit_deployer to ${role.name}`);
    const session = await db.connect({ user: role.name, password: role.password });
    const register = () => session.query("select pggit.register_migration_tool('a', 'a', '{n}')");
    expect((await failureOf(register())).code).toBe('42501');
    await db.client.query(`grant pggit_admin to ${role.name}`);
    await register();
    await session.query("select pggit.unregister_migration_tool('a')");
  });
});

describe('pggit.register_migration_tool', () => {
  const db = useDatabase({ per: 'file' });

  beforeAll(async () => {
    await db.client.query(`${LOG}; create type mood as enum ('fine');
      alter table public.acme_log add column mood mood`);
  });

  it.each([
    ['tool_name', "'', 'acme_log', array['step']"],
    ['tool_name', "null, 'acme_log', array['step']"],
    ['table_pattern', "'acme', '', array['step']"],
    ['table_pattern', "'acme', null, array['step']"],
    ['table_pattern', "'acme', '%', array['step']"],
    ['table_pattern', "'acme', 'ops.acme_log', array['step']"],
    ['key_columns', "'acme', 'acme_log', '{}'"],
    ['key_columns', "'acme', 'acme_log', null"],
    ['required_columns', "'acme', 'acme_log', array['step', null]"],
    ['required_columns', "'acme', 'acme_log', array['step'], number_column => ''"],
    ['required_columns', "'acme', 'acme_log', array['stepp']"],
    ['required_columns', "'acme', 'acme_log', array['mood']"],
    ['column_types', "'acme', 'acme_log', array['step'], column_types => array['text', 'text']"],
    [
      'column_types',
      "'acme', 'acme_log', array['step'], required_columns => array['step'], column_types => array['string']",
    ],
    ['applied_when', "'acme', 'acme_log', array['step'], applied_when => 'done = true'"],
    ['row_stands_for', "'acme', 'acme_log', array['step'], row_stands_for => 'batch'"],
    ['row_stands_for', "'acme', 'acme_log', array['step'], row_stands_for => null"],
    ['key_columns', "'acme', 'acme_log', array['step', 'at'], row_stands_for => 'position'"],
  ])('refuses a wrong %s (PGX04): %s', async (parameter, args) => {
    const failure = await failureOf(
      db.client.query(`select pggit.register_migration_tool(${args})`),
    );
    expect(failure).toMatchObject({ code: 'PGX04', detail: { parameter } });
    expect(failure.hint).not.toBe('');
    expect(await historyTables(db.client)).toEqual({});
  });
});

describe('pggit.unregister_migration_tool', () => {
  const db = useDatabase({ per: 'test' });

  it('has the tables tracked again, and keeps the links', async () => {
    await pggit(db.client).registerMigrationTool(ACME);
    const session = await db.connect();
    await session.query(`${LOG}; insert into public.acme_log values ('1')`);
    await pggit(db.client).unregisterMigrationTool('acme');
    expect(await historyTables(db.client)).toEqual({});
    expect(await shown(db.client)).toContain('added table public.acme_log');
    await session.query("insert into public.acme_log values ('2')");
    expect(await linksOf(db.client)).toMatchObject([{ key: '1', tool: 'acme' }]);
    expect(await linksOf(db.client)).toHaveLength(1);
    expect(await statusOf(db.client)).toEqual([]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('gives a table back to the tool that pggit takes it for', async () => {
    await db.client.query('create table public.migrations (id int, name text, run_on timestamp)');
    await pggit(db.client).registerMigrationTool({
      ...ACME,
      tablePattern: 'migrations',
      keyColumns: ['name'],
      appliedWhen: '$',
    });
    await pggit(db.client).unregisterMigrationTool('acme');
    await db.client.query("insert into public.migrations values (1, 'a', now())");
    expect(await linksOf(db.client)).toMatchObject([{ tool: 'db-migrate', key: 'a' }]);
  });

  it('refuses a tool it does not know (PGX01), and those of pggit itself (PGX05)', async () => {
    const unregister = (name: string | null) =>
      failureOf(db.client.query('select pggit.unregister_migration_tool($1)', [name]));
    expect(await unregister('acme')).toMatchObject({
      code: 'PGX01',
      detail: { tool_name: 'acme' },
    });
    expect(await unregister(null)).toMatchObject({ code: 'PGX01' });
    expect(await unregister('knex')).toMatchObject({
      code: 'PGX05',
      detail: { tool_name: 'knex' },
    });
  });
});

describe('pggit.unwatch_history_table', () => {
  const db = useDatabase({ per: 'test' });
  const TYPEORM_LIKE =
    'create table public.migrations (id serial primary key, "timestamp" bigint, name text)';

  it('has a table that only looks like one tracked, from now on and when it is made anew', async () => {
    await db.client.query(TYPEORM_LIKE);
    expect(await historyTables(db.client)).toEqual({ 'public.migrations': true });
    await pggit(db.client).unwatchHistoryTable('public.migrations');
    expect(await historyTables(db.client)).toEqual({});
    expect(await shown(db.client)).toContain('added table public.migrations');
    await db.client.query("insert into public.migrations (name) values ('storks')");
    await db.client.query(`drop table public.migrations; ${TYPEORM_LIKE}`);
    await db.client.query('select pggit.capture()');
    expect(await historyTables(db.client)).toEqual({});
    expect(await shown(db.client)).toContain('added table public.migrations');
    expect(await linksOf(db.client)).toEqual([]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('may come before the table, and is undone by watch_history_table', async () => {
    await db.client.query("select pggit.unwatch_history_table('public.migrations')");
    await db.client.query(TYPEORM_LIKE);
    expect(await historyTables(db.client)).toEqual({});
    await db.client.query("select pggit.watch_history_table('public.migrations', 'typeorm')");
    expect(await historyTables(db.client)).toEqual({ 'public.migrations': true });
    await db.client.query("insert into public.migrations (name) values ('a')");
    expect(await linksOf(db.client)).toMatchObject([{ tool: 'typeorm' }]);
  });

  it('refuses what is no name with its schema (PGX03)', async () => {
    const failure = await failureOf(
      db.client.query("select pggit.unwatch_history_table('migrations')"),
    );
    expect(failure).toMatchObject({ code: 'PGX03', detail: { history_table: 'migrations' } });
  });
});
