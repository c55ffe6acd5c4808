import { install, NotAHistoryTableError, pggit } from '@pggit/core';
import { uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';
import { warningsOf } from '../deployments/session.js';
import { headOf } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { createHistoryTable, migrate, record, revert } from './history-table.js';
import { linksOf, migrationsOf } from './readback.js';
import { about, TOOL_SHAPES, tableIn } from './tools.js';

describe('pggit.backfill_links', () => {
  const db = useDatabase({ engine: false, per: 'test' });

  const backfill = async (historyTable?: string) =>
    (await pggit(db.client).backfillLinks(historyTable === undefined ? {} : { historyTable })).map(
      ({ source, toolName, rowsFound, rowsLinked }) =>
        `${source} (${toolName}): ${rowsLinked} of ${rowsFound}`,
    );

  it('links what was there before pggit to the first commit, dated as the tool says', async () => {
    await createHistoryTable(db.client);
    await db.client.query("set timezone = 'UTC'");
    await db.client.query(`insert into public.pgmigrations (name, run_on) values
      ('1_a', '2024-03-05 06:07:08'), ('2_b', '2024-03-06 06:07:08')`);
    await install(db.client);
    const baseline = await headOf(db.client);
    await migrate(db.client, '3_c', 'create table public.c ()');
    expect(await backfill()).toEqual(['public.pgmigrations (node-pg-migrate): 2 of 3']);
    const old = { commit: baseline, deployment: null, direction: 'up', run: 1, revertedAt: null };
    expect(await linksOf(db.client)).toMatchObject([
      { key: '3_c', commit: await headOf(db.client) },
      { ...old, key: '1_a', number: '1', appliedAt: new Date('2024-03-05T06:07:08Z') },
      { ...old, key: '2_b', number: '2', appliedAt: new Date('2024-03-06T06:07:08Z') },
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('links each row once, and a row that is taken back later is reverted', async () => {
    await createHistoryTable(db.client);
    await record(db.client, '1_a');
    await install(db.client);
    expect(await backfill()).toEqual(['public.pgmigrations (node-pg-migrate): 1 of 1']);
    expect(await backfill()).toEqual(['public.pgmigrations (node-pg-migrate): 0 of 1']);
    expect(await linksOf(db.client)).toHaveLength(1);
    await revert(db.client, '1_a', 'create table public.a ()');
    expect(await linksOf(db.client)).toMatchObject([
      { key: '1_a', direction: 'up', revertedAt: expect.any(Date) },
      { key: '1_a', direction: 'down' },
    ]);
    expect(await backfill()).toEqual(['public.pgmigrations (node-pg-migrate): 0 of 0']);
  });

  it('reads every tool’s rows, and says how many of each', async () => {
    await db.client.query("set timezone = 'UTC'");
    for (const [position, shape] of TOOL_SHAPES.entries()) {
      const table = tableIn(`s${position}`, shape);
      await db.client.query(`create schema s${position}; ${about(shape.create, table)}`);
      await db.client.query(about(shape.insert, table));
    }
    await install(db.client);
    const baseline = await headOf(db.client);
    const { rows } = await db.client.query('select committed_at from pggit.commits');
    const report = await backfill();
    expect(report).toHaveLength(TOOL_SHAPES.length);
    expect(report.every((line) => line.endsWith(': 1 of 1'))).toBe(true);
    const links = await linksOf(db.client);
    for (const [position, shape] of TOOL_SHAPES.entries()) {
      expect(links.find(({ source }) => source === tableIn(`s${position}`, shape))).toMatchObject({
        tool: shape.tool,
        key: shape.link.key,
        commit: baseline,
        // Where the row has no time, that of the commit.
        appliedAt: shape.appliedAt === undefined ? rows[0].committed_at : new Date(shape.appliedAt),
      });
    }
  });

  it('takes one table when it is named, and refuses one it does not know (PGX03)', async () => {
    await db.client.query('create schema ops');
    for (const table of ['public.pgmigrations', 'ops.pgmigrations']) {
      await createHistoryTable(db.client, table);
      await record(db.client, '1_a', table);
    }
    await install(db.client);
    expect(await backfill('OPS.pgmigrations')).toEqual([
      'ops.pgmigrations (node-pg-migrate): 1 of 1',
    ]);
    expect(await linksOf(db.client)).toMatchObject([{ source: 'ops.pgmigrations' }]);
    const error = await backfill('public.nothing').catch((e) => e);
    expect(error).toBeInstanceOf(NotAHistoryTableError);
    expect(error.historyTable).toBe('public.nothing');
    expect(
      (await failureOf(db.client.query("select pggit.backfill_links('pgmigrations')"))).code,
    ).toBe('PGX03');
  });

  it('writes nothing in a dry run, which a read-only transaction may do', async () => {
    await createHistoryTable(db.client);
    await record(db.client, '1_a');
    await install(db.client);
    await db.client.query('begin read only');
    expect(await pggit(db.client).backfillLinks({ dryRun: true })).toMatchObject([
      { rowsFound: 1, rowsLinked: 1 },
    ]);
    await db.client.query('commit');
    expect(await linksOf(db.client)).toEqual([]);
  });

  it('links a row that came after the installation to the commit of its own transaction', async () => {
    await install(db.client);
    const session = await db.connect();
    await session.query('create table public.acme_log (step text primary key)');
    await session.query(
      "begin; create table public.a (); insert into public.acme_log values ('1')",
    );
    await session.query('commit');
    const commit = await headOf(db.client);
    await session.query('create table public.b ()');
    await pggit(db.client).registerMigrationTool({
      toolName: 'acme',
      tablePattern: 'acme_log',
      keyColumns: ['step'],
    });
    await backfill();
    expect(await linksOf(db.client)).toMatchObject([{ key: '1', commit }]);
    expect(await migrationsOf(db.client, commit)).toEqual({ 'added table public.a': '1' });
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('links a row in a transaction of its own to the newest commit of its time', async () => {
    await install(db.client);
    const session = await db.connect();
    await session.query('create table public.acme_log (step text primary key, at timestamptz)');
    await session.query('create table public.a ()');
    const commit = await headOf(db.client);
    await session.query("insert into public.acme_log values ('1', clock_timestamp())");
    await session.query('create table public.b ()');
    await pggit(db.client).registerMigrationTool({
      toolName: 'acme',
      tablePattern: 'acme_log',
      keyColumns: ['step'],
      appliedAtColumn: 'at',
    });
    await backfill();
    expect(await linksOf(db.client)).toMatchObject([{ key: '1', commit }]);
  });

  it('links a row written while the link trigger was off, as a new run', async () => {
    await install(db.client);
    await createHistoryTable(db.client);
    await migrate(db.client, '1_a', 'create table public.a ()');
    await db.client.query(`alter table public.pgmigrations disable trigger zz_pggit_link;
      delete from public.pgmigrations; insert into public.pgmigrations (name, run_on) values ('1_a', now());
      alter table public.pgmigrations enable trigger zz_pggit_link`);
    expect(await backfill()).toEqual(['public.pgmigrations (node-pg-migrate): 1 of 1']);
    expect(await linksOf(db.client)).toMatchObject([
      { key: '1_a', number: '1', run: 1, revertedAt: expect.any(Date) },
      { key: '1_a', number: '2', run: 2, revertedAt: null },
    ]);
  });

  it('links each row once when two sessions do it at the same time', async () => {
    await createHistoryTable(db.client);
    for (let n = 0; n < 20; n += 1) await record(db.client, `m${n}`);
    await install(db.client);
    const sessions = await Promise.all([db.connect(), db.connect(), db.connect()]);
    const reports = await Promise.all(sessions.map((session) => pggit(session).backfillLinks()));
    expect(reports.flat().reduce((sum, { rowsLinked }) => sum + rowsLinked, 0)).toBe(20);
    expect(await linksOf(db.client)).toHaveLength(20);
  });

  it('leaves an open deployment of the session alone', async () => {
    await createHistoryTable(db.client);
    await record(db.client, '1_a');
    await install(db.client);
    const { beginDeployment, endDeployment, deployments } = pggit(db.client);
    await beginDeployment('empty');
    await backfill();
    await endDeployment();
    expect(await linksOf(db.client)).toMatchObject([{ key: '1_a', deployment: null }]);
    expect(await deployments()).toEqual([]);
  });

  it('links in manual mode what no trigger has seen, to the capture that came after it', async () => {
    const role = await uniqueRole(db.client);
    await db.client.query(`grant create on database ${db.name} to ${role.name}`);
    const owner = await db.connect({ user: role.name, password: role.password });
    expect(await install(owner)).toMatchObject({ mode: 'manual' });
    await owner.query('create schema app');
    await owner.query(
      'create table app.knex_migrations (id serial, name varchar(255), batch int, migration_time timestamptz)',
    );
    await owner.query('create table app.a ()');
    await owner.query(
      "insert into app.knex_migrations (name, batch, migration_time) values ('a.js', 1, clock_timestamp())",
    );
    const commit = await pggit(owner).capture('by hand');
    expect(await linksOf(db.client)).toEqual([]);
    expect(await pggit(owner).backfillLinks()).toMatchObject([{ rowsFound: 1, rowsLinked: 1 }]);
    expect(await linksOf(db.client)).toMatchObject([{ key: 'a.js', commit, deployment: null }]);
    expect(await pggit(owner).backfillLinks()).toMatchObject([{ rowsFound: 1, rowsLinked: 0 }]);
  });

  it('reads no table that its owner may not read, and says which', async () => {
    const role = await uniqueRole(db.client);
    await db.client.query(`grant create on database ${db.name} to ${role.name}`);
    await createHistoryTable(db.client);
    await record(db.client, '1_a');
    const owner = await db.connect({ user: role.name, password: role.password });
    await install(owner);
    const warnings = warningsOf(owner);
    expect(await pggit(owner).backfillLinks()).toEqual([]);
    expect(warnings.map(({ message }) => message)).toEqual([
      'pggit: public.pgmigrations cannot be read: permission denied for table pgmigrations',
    ]);
    const named = owner.query("select pggit.backfill_links('public.pgmigrations')");
    expect((await failureOf(named)).code).toBe('42501');
    await db.client.query(`grant select on public.pgmigrations to ${role.name}`);
    expect(await pggit(owner).backfillLinks()).toMatchObject([{ rowsLinked: 1 }]);
  });

  it('runs no policy of a table as its owner', async () => {
    const role = await uniqueRole(db.client);
    await db.client.query(`grant create on database ${db.name} to ${role.name}`);
    await createHistoryTable(db.client);
    await record(db.client, '1_a');
    await db.client.query(`grant select on public.pgmigrations to public;
      alter table public.pgmigrations enable row level security;
      create function public.trap() returns boolean language plpgsql
        as $$ begin raise exception 'ran as %', current_user; end $$;
      create policy trap on public.pgmigrations using (public.trap())`);
    const owner = await db.connect({ user: role.name, password: role.password });
    await install(owner);
    const named = owner.query("select pggit.backfill_links('public.pgmigrations')");
    expect(await failureOf(named)).toMatchObject({
      code: '42501',
      message: expect.stringContaining('row-level security'),
    });
  });

  it('is for deployers, who need no right on the tool’s table', async () => {
    await createHistoryTable(db.client);
    await record(db.client, '1_a');
    await install(db.client);
    const role = await uniqueRole(db.client);
    await db.client.query(`grant pggit_reader to ${role.name}`);
    const session = await db.connect({ user: role.name, password: role.password });
    expect((await failureOf(session.query('select pggit.backfill_links()'))).code).toBe('42501');
    await db.client.query(`grant pggit_deployer to ${role.name}`);
    await session.query('select pggit.backfill_links()');
    expect(await linksOf(db.client)).toHaveLength(1);
  });
});
