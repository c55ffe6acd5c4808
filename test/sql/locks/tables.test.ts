import { install, uninstall, verify } from '@pggit/core';
import { uniqueRole, useDatabase } from '@pggit/testing';
import { leftOver, readHistory } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { shown } from '../history/readback.js';
import { LiquibaseSession } from './liquibase-session.js';

const triggers = `select c.oid::regclass::text as table, t.tgname as name from pg_trigger t
  join pg_class c on c.oid = t.tgrelid where t.tgname like 'zz_pggit%' order by t.tgname`;

describe('the tables of Liquibase', () => {
  const db = useDatabase({ per: 'test' });
  const triggersOf = async () =>
    (await db.client.query(triggers)).rows.map((row) => `${row.name} on ${row.table}`);

  it.each([
    { changelog: 'ops.changes', lock: 'ops.changes_lock' },
    { changelog: '"My ""Log"""."DBCL"', lock: '"My ""Log"""."DBCL Lock"' },
  ])('are known by their columns, whatever they are called: $changelog', async (tables) => {
    await db.client.query(`create schema ops; create schema "My ""Log"""`);
    const tool = new LiquibaseSession(await db.connect(), tables);
    await tool.createTables();
    expect(await triggersOf()).toEqual([
      `zz_pggit_link on ${tables.changelog}`,
      `zz_pggit_lock on ${tables.lock}`,
    ]);
    await tool.run(() => tool.changeset('1', 'create table public.a (id int)'));
    const { deployments, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'completed' }]);
    expect(links).toMatchObject([{ source: tables.changelog, deployment: deployments[0]?.id }]);
    expect(await shown(db.client)).toEqual(['added table public.a']);
  });

  it('are tables like any other where a column differs', async () => {
    await db.client.query(`create table public.orders (orderexecuted int not null, exectype text);
      create table public.safe (id int, locked int not null, lockgranted timestamp, lockedby text)`);
    expect(await triggersOf()).toEqual([]);
    expect(await shown(db.client)).toEqual([
      'added table public.orders',
      'added table public.safe',
    ]);
  });

  it('may be copied for safekeeping, and the copies are tables like any other', async () => {
    const tool = new LiquibaseSession(await db.connect());
    await tool.createTables();
    await tool.run(() => tool.changeset('1', 'create table public.a (id int)'));
    await db.client.query(`create table public.saved as table databasechangelog;
      create table public.saved_lock as table databasechangeloglock`);
    expect(await triggersOf()).toHaveLength(2);
    expect((await shown(db.client)).at(-1)).toBe('added table public.saved_lock');
    await db.client.query('select pggit.attach_history_tables()');
    expect(await triggersOf()).toHaveLength(2);
    expect((await db.client.query('select * from pggit.backfill_links()')).rows).toMatchObject([
      { source: 'public.databasechangelog', rows_linked: 0 },
    ]);
  });

  it('have their earlier rows linked in the order of their runs, whatever their clocks', async () => {
    const tool = new LiquibaseSession(await db.connect());
    await tool.session.query("set pggit.tracking = 'off'");
    await tool.createTables();
    for (const id of ['1', '2', '3']) await tool.record(id);
    await tool.query(
      `update databasechangelog set dateexecuted = now() - '9 hours'::interval where id = '2'`,
    );
    await db.client.query('select * from pggit.backfill_links()');
    expect((await readHistory(db.client)).links.map(({ key }) => key)).toEqual([
      'log.sql::1::me',
      'log.sql::2::me',
      'log.sql::3::me',
    ]);
  });

  it('keep being followed under another name', async () => {
    const tool = new LiquibaseSession(await db.connect());
    await tool.createTables();
    await db.client.query(`create schema ops;
      alter table databasechangeloglock rename to lock; alter table lock set schema ops;
      alter table databasechangelog rename to log`);
    const renamed = new LiquibaseSession(tool.session, {
      changelog: 'public.log',
      lock: 'ops.lock',
    });
    await renamed.run(() => renamed.changeset('1', 'create table public.a (id int)'));
    const { deployments, links } = await readHistory(db.client);
    expect(deployments).toHaveLength(1);
    expect(links).toMatchObject([{ source: 'public.log' }]);
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('can be left alone, and be taken again', async () => {
    const tool = new LiquibaseSession(await db.connect());
    await tool.createTables();
    const lock = 'public.databasechangeloglock';
    await db.client.query('select pggit.unwatch_history_table($1)', [lock]);
    expect(await triggersOf()).toEqual(['zz_pggit_link on databasechangelog']);
    await tool.run(() => tool.changeset('1', 'create table public.a (id int)'));
    expect((await readHistory(db.client)).deployments).toEqual([]);
    await db.client.query("select pggit.watch_history_table($1, 'liquibase')", [lock]);
    await tool.run(() => tool.changeset('2', 'create table public.b (id int)'));
    expect((await readHistory(db.client)).deployments).toHaveLength(1);
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('are repaired by verify_consistency, whether a trigger is gone or disabled', async () => {
    const tool = new LiquibaseSession(await db.connect());
    await tool.createTables();
    const findings = async (fix: boolean) => {
      const { rows } = await db.client.query('select * from pggit.verify_consistency($1)', [fix]);
      return rows.map(({ object }) => object);
    };
    for (const damage of [
      'alter table databasechangeloglock disable trigger zz_pggit_lock',
      'drop trigger zz_pggit_lock on databasechangeloglock',
    ]) {
      await db.client.query(`set pggit.tracking = off; ${damage}; reset pggit.tracking`);
      expect(await findings(false)).toEqual(['public.databasechangeloglock']);
      await findings(true);
      expect(await findings(false)).toEqual([]);
    }
    await tool.run(() => tool.changeset('1', 'create table public.a (id int)'));
    expect((await readHistory(db.client)).deployments).toHaveLength(1);
  });

  it('are attached on request where the triggers are missing', async () => {
    const tool = new LiquibaseSession(await db.connect());
    await tool.createTables();
    await db.client.query(`drop trigger zz_pggit_link on databasechangelog;
      drop trigger zz_pggit_lock on databasechangeloglock`);
    expect(await verify(db.client)).toMatchObject([
      { kind: 'missing', object: 'trigger zz_pggit_link on public.databasechangelog' },
      { kind: 'missing', object: 'trigger zz_pggit_lock on public.databasechangeloglock' },
    ]);
    const attach = () => db.client.query("select * from pggit.attach_history_tables('liquibase')");
    const attached = [
      {
        source: 'public.databasechangelog',
        tool_name: 'liquibase',
        is_lock: false,
        attached: true,
      },
      {
        source: 'public.databasechangeloglock',
        tool_name: 'liquibase',
        is_lock: true,
        attached: true,
      },
    ];
    expect((await attach()).rows).toEqual(attached);
    expect((await attach()).rows).toEqual(attached);
    expect(await triggersOf()).toEqual([
      'zz_pggit_link on databasechangelog',
      'zz_pggit_lock on databasechangeloglock',
    ]);
    expect(await verify(db.client)).toEqual([]);
    expect((await db.client.query('select * from pggit.attach_history_tables()')).rows).toEqual(
      attached,
    );
  });
});

describe('the tables of Liquibase from before pggit', () => {
  const db = useDatabase({ engine: false, per: 'test' });

  it('are attached at installation and untracked, and uninstallation leaves no trace on them', async () => {
    const tool = new LiquibaseSession(await db.connect());
    await tool.createTables();
    await tool.run(() => tool.changeset('1', 'create table public.a (id int)'));
    await install(db.client);
    await tool.run(() => tool.changeset('2', 'create table public.b (id int)'));
    const { deployments, links } = await readHistory(db.client);
    expect(deployments).toHaveLength(1);
    expect(links.map(({ key }) => key)).toEqual(['log.sql::2::me']);
    const { rows } = await db.client.query(
      "select identity from pggit.live_objects where kind = 'table'",
    );
    expect(rows.map(({ identity }) => identity).sort()).toEqual(['public.a', 'public.b']);
    await uninstall(db.client);
    expect((await db.client.query(triggers)).rows).toEqual([]);
    await tool.run(() => tool.changeset('3', 'create table public.c (id int)'));
  });

  it('are attached by their own run where they belong to a role that is not pggit’s', async () => {
    const { name, password } = await uniqueRole(db.client);
    await db.client.query(`create schema theirs authorization ${name}`);
    const tool = new LiquibaseSession(await db.connect({ user: name, password }), {
      changelog: 'theirs.log',
      lock: 'theirs.lock',
    });
    await tool.createTables();
    await install(db.client);
    await tool.run(() => tool.changeset('1', 'create table theirs.a (id int)'));
    expect((await readHistory(db.client)).links).toMatchObject([{ source: 'theirs.log' }]);
  });
});
