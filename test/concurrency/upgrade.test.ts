import { setTimeout as pause } from 'node:timers/promises';
import { install, verify } from '@pggit/core';
import { uniqueRole, useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { shown, statusOf } from '../sql/history/readback.js';
import { faultsIn } from '../sql/history/soundness.js';
import { createHistoryTable, record } from '../sql/links/history-table.js';
import { installFirstRelease } from '../upgrade/first-release.js';
import { connectAll, makeOld, underLoad } from './changing-engine.js';
import { promptly } from './promptly.js';

describe('an upgrade', () => {
  const db = useDatabase({ per: 'test' });

  it('waits for a transaction that is being recorded, and holds up nobody meanwhile', async () => {
    await createHistoryTable(db.client);
    await makeOld(db.client);
    const [open, other, upgrader] = (await connectAll(db, 3)) as [pg.Client, pg.Client, pg.Client];
    await open.query('begin; create table public.a (i int)');
    const upgraded = install(upgrader);
    for (let i = 0; i < 40; i++) {
      await promptly(other.query(`create table public.other_${i} (id int)`), 1000);
      await pause(20);
    }
    await open.query('commit');
    expect(await upgraded).toMatchObject({ action: 'upgraded' });
    expect(await verify(db.client)).toEqual([]);
    expect(await statusOf(db.client)).toEqual([]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('never makes a migration that has read its history table the victim of a deadlock', async () => {
    await createHistoryTable(db.client);
    await makeOld(db.client);
    const [migration, upgrader] = (await connectAll(db, 2)) as [pg.Client, pg.Client];
    await migration.query('begin; lock table public.pgmigrations in share mode');
    const upgraded = install(upgrader);
    await pause(1500);
    await promptly(migration.query('create table public.m (a int)'));
    await promptly(record(migration, '1_m'));
    await migration.query('commit');
    expect(await upgraded).toMatchObject({ action: 'upgraded' });
    expect(await verify(db.client)).toEqual([]);
    await db.client.query('select pggit.capture()');
    expect(await statusOf(db.client)).toEqual([]);
  });

  it('gives up on a transaction that stays open, names it, and leaves the old engine at work', async () => {
    await createHistoryTable(db.client);
    await makeOld(db.client);
    const open = await db.connect({ application_name: 'psql of Ann' });
    await open.query('begin; create table public.a (i int)');
    await pause(600);
    const error = await install(db.client, { lockTimeoutMs: 300 }).catch((e) => e);
    expect(error).toMatchObject({
      code: 'database_busy',
      blockers: [{ applicationName: 'psql of Ann', state: 'idle in transaction' }],
    });
    const other = await db.connect();
    await promptly(other.query('create table public.b (i int)'));
    expect(await shown(db.client)).toEqual(['added table public.b']);
    await open.query('commit');
    expect(await install(db.client)).toMatchObject({ action: 'upgraded' });
    expect(await shown(db.client)).toEqual(['added table public.a']);
  });

  it('is recognised by capture, and nobody else who takes its lock', async () => {
    const role = await uniqueRole(db.client);
    const anybody = await db.connect({ user: role.name, password: role.password });
    await anybody.query('select pg_advisory_lock(482771167606)');
    await promptly(db.client.query('create table public.a (i int); drop table public.a'));
    await promptly(db.client.query('create table public.b (i int)'));
    expect(await shown(db.client)).toEqual(['added table public.b']);

    const installer = await db.connect();
    await installer.query('begin; lock table pggit.manifest in row exclusive mode');
    await anybody.query('select pg_advisory_unlock_all()');
    await installer.query('select pg_advisory_xact_lock(482771167606)');
    await promptly(db.client.query('create table public.c (i int)'));
    await installer.query('rollback');
    expect(await statusOf(db.client)).toEqual(['drift added table public.c']);
  });

  it('succeeds while twenty sessions run DDL, of which nothing fails', {
    timeout: 60_000,
  }, async () => {
    await createHistoryTable(db.client);
    await makeOld(db.client);
    const sessions = await connectAll(db, 20);
    const upgrader = await db.connect();
    const { outcome, errors, transactions, slowest } = await underLoad(sessions, () =>
      install(upgrader, { lockTimeoutMs: 30_000 }),
    );
    expect(outcome).toMatchObject({ action: 'upgraded' });
    expect(errors).toEqual([]);
    expect(transactions).toBeGreaterThan(40);
    expect(slowest).toBeLessThan(8000);
    expect(await verify(db.client)).toEqual([]);
    await db.client.query('select pggit.capture()');
    expect(await faultsIn(db.client)).toEqual([]);
  });
});

describe('an upgrade of the first release', () => {
  const db = useDatabase({ engine: false });

  it('succeeds while twenty sessions run DDL, of which nothing fails', {
    timeout: 60_000,
  }, async () => {
    await installFirstRelease(db);
    const sessions = await connectAll(db, 20);
    const upgrader = await db.connect();
    const { outcome, errors, slowest } = await underLoad(sessions, () =>
      install(upgrader, { lockTimeoutMs: 30_000 }),
    );
    expect(outcome).toMatchObject({ action: 'upgraded', previousVersion: '0.1.0' });
    expect(errors).toEqual([]);
    expect(slowest).toBeLessThan(8000);
    expect(await verify(db.client)).toEqual([]);
    // Rows of history tables are linked all along: their trigger waits for the upgrade to end.
    const { rows } = await db.client.query(
      `select count(*)::int as rows, count(l.link_id)::int as links
         from public.pgmigrations m
         left join pggit.external_migrations l on l.migration_key = m.name
        where m.name like '%.load%'`,
    );
    expect(rows[0].rows).toBeGreaterThan(0);
    expect(rows[0].links).toBe(rows[0].rows);
  });
});
