import { setTimeout as pause } from 'node:timers/promises';
import { install, pggit, uninstall, verify } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { shown } from '../sql/history/readback.js';
import { createHistoryTable, record } from '../sql/links/history-table.js';
import { connectAll, tracesIn, underLoad } from './changing-engine.js';
import { promptly } from './promptly.js';

describe('an uninstallation', () => {
  const db = useDatabase({ per: 'test' });

  let made = 0;
  /** DDL of another session meanwhile, again and again: it has to go through at once. */
  const othersWork = async (other: pg.Client, milliseconds: number) => {
    const end = Date.now() + milliseconds;
    while (Date.now() < end) {
      made += 1;
      await promptly(other.query(`create table public.other_${made} (id int)`), 1000);
      await pause(20);
    }
  };

  it('waits for a transaction that is being recorded, whose COMMIT succeeds, as does the DDL of others', async () => {
    const [open, other, remover] = (await connectAll(db, 3)) as [pg.Client, pg.Client, pg.Client];
    await open.query('begin; create table public.a (i int)');
    const uninstalled = uninstall(remover);
    await othersWork(other, 1500);
    await open.query('create table public.b (i int)');
    await open.query('commit');
    expect((await uninstalled).removed).toContain('schema pggit');
    await othersWork(other, 100);
    expect(await tracesIn(db.client)).toEqual([]);
    await db.client.query('select * from public.a, public.b');
  });

  it('never makes a migration that has read its history table the victim of a deadlock', async () => {
    await createHistoryTable(db.client);
    const [migration, remover] = (await connectAll(db, 2)) as [pg.Client, pg.Client];
    await migration.query('begin; select count(*) from public.pgmigrations');
    const uninstalled = uninstall(remover);
    await pause(1500);
    await promptly(migration.query('create table public.m (a int)'));
    await promptly(record(migration, '1_m'));
    await migration.query('commit');
    await uninstalled;
    expect(await tracesIn(db.client)).toEqual([]);
    await record(db.client, '2_n');
  });

  it('gives up on a transaction that stays open, names it, and leaves capture as it was', async () => {
    const open = await db.connect({ application_name: 'psql of Ann' });
    await open.query('begin; create table public.a (i int)');
    const { rows } = await open.query('select pg_backend_pid() as pid');
    await pause(600);
    const other = await db.connect();
    const [error] = await Promise.all([
      uninstall(await db.connect(), { lockTimeoutMs: 700 }).catch((e) => e),
      othersWork(other, 700),
    ]);
    expect(error).toMatchObject({
      code: 'database_busy',
      sqlState: 'PGI11',
      blockers: [
        { pid: rows[0].pid, applicationName: 'psql of Ann', state: 'idle in transaction' },
      ],
      message: expect.stringMatching(/pid \d+ .*psql of Ann.*holds pggit\.dirty_objects/),
      hint: expect.stringMatching(/pg_terminate_backend\(\d+\).*--lock-timeout/),
    });
    expect(await verify(db.client)).toEqual([]);
    await open.query('commit');
    expect(await shown(db.client)).toEqual(['added table public.a']);
    await other.query('create table public.captured_again ()');
    expect(await shown(db.client)).toEqual(['added table public.captured_again']);
    expect(await pggit(db.client).status()).toEqual([]);
  });

  it('makes its event triggers again as they were when the rest cannot be removed', async () => {
    await db.client.query(`alter event trigger pggit_drop_trigger enable always`);
    const read = `select evtname, evtevent, evtenabled, evttags, evtowner::regrole::text,
      obj_description(oid, 'pg_event_trigger') from pg_event_trigger order by 1`;
    const before = (await db.client.query(read)).rows;
    const open = await db.connect();
    // Too young to be seen as stuck when the uninstallation looks.
    const starting = open.query('begin; create table public.a (i int)');
    const removing = starting.then(() => uninstall(db.client, { lockTimeoutMs: 100 }));
    await expect(removing).rejects.toMatchObject({ code: 'database_busy' });
    expect((await db.client.query(read)).rows).toEqual(before);
    await open.query('commit');
    expect(await verify(db.client)).toEqual([]);
  });

  it('does no harm to a command that has looked up its event triggers before', async () => {
    await db.client.query(`
      create table public.looked_at ();
      create function public.slow() returns event_trigger language plpgsql
        as 'begin perform pg_sleep(0.8); perform from public.looked_at; end';
      create event trigger a_slow_one on ddl_command_end when tag in ('CREATE SEQUENCE')
        execute function public.slow();
      create event trigger z_slow_one on ddl_command_end when tag in ('CREATE SEQUENCE')
        execute function public.slow()`);
    const [slow, remover] = (await connectAll(db, 2)) as [pg.Client, pg.Client];
    const created = slow.query('create sequence public.s');
    await pause(100);
    const uninstalled = uninstall(remover);
    await created;
    await uninstalled;
    expect(await tracesIn(db.client)).toEqual([]);
    await db.client.query(`select nextval('public.s')`);
  });

  it('succeeds while twenty sessions run DDL, of which nothing fails', {
    timeout: 60_000,
  }, async () => {
    await createHistoryTable(db.client);
    const sessions = await connectAll(db, 20);
    const remover = await db.connect();
    const { errors, transactions, slowest } = await underLoad(sessions, () =>
      uninstall(remover, { lockTimeoutMs: 30_000 }),
    );
    expect(errors).toEqual([]);
    expect(transactions).toBeGreaterThan(40);
    expect(slowest).toBeLessThan(5000);
    expect(await tracesIn(db.client)).toEqual([]);
    expect(await install(db.client)).toMatchObject({ action: 'installed' });
  });
});
