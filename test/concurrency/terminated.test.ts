import { useDatabase } from '@pggit/testing';
import { untilAsleep } from '@pggit/testing/contract';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { begin, end } from '../sql/deployments/session.js';
import { commitsOf, headOf, shown, statusOf } from '../sql/history/readback.js';
import { faultsIn } from '../sql/history/soundness.js';
import { createHistoryTable, record } from '../sql/links/history-table.js';
import { linksOf } from '../sql/links/readback.js';

describe('a session that is terminated in the middle', () => {
  const db = useDatabase({ per: 'test' });

  const backendOf = async (session: pg.Client): Promise<number> =>
    (await session.query('select pg_backend_pid() as pid')).rows[0].pid;
  const terminate = (pid: number) =>
    db.client.query('select pg_terminate_backend($1, 5000)', [pid]);

  const MOMENTS: Record<string, (session: pg.Client) => Promise<unknown>> = {
    'of its DDL': (session) => session.query('create table public.gone (id int)'),
    'after its commit was made': (session) =>
      session.query('create table public.gone (id int); set constraints all immediate'),
    'after its history row': async (session) => {
      await session.query('create table public.gone (id int)');
      await record(session, '1_gone');
    },
    'of beginning a deployment': async (session) => {
      await begin(session, 'gone');
      await session.query('create table public.gone (id int)');
    },
    'of a whole deployment': async (session) => {
      await begin(session, 'gone');
      await session.query('create table public.gone (id int)');
      await record(session, '1_gone');
      await end(session, 'gone', ['gone']);
    },
    'of dropping what was there': (session) =>
      session.query('drop table public.there; set constraints all immediate'),
  };

  for (const [moment, work] of Object.entries(MOMENTS)) {
    it(`${moment} leaves nothing half`, async () => {
      await createHistoryTable(db.client);
      await db.client.query('create table public.there ()');
      const head = await headOf(db.client);
      const session = await db.connect();
      const pid = await backendOf(session);
      await session.query('begin');
      await work(session);
      await terminate(pid);

      expect(await headOf(db.client)).toBe(head);
      expect(await linksOf(db.client)).toEqual([]);
      expect((await db.client.query('select * from pggit.deployments')).rows).toEqual([]);
      expect((await db.client.query('select * from pggit.tags')).rows).toEqual([]);
      expect(await faultsIn(db.client)).toEqual([]);
      await db.client.query('create table public.afterwards ()');
      expect(await shown(db.client)).toEqual(['added table public.afterwards']);
    });
  }

  it('of a deployment leaves what had landed, staged', async () => {
    const session = await db.connect();
    const pid = await backendOf(session);
    await begin(session, 'up');
    await session.query('create table public.landed ()');
    await session.query('begin; create table public.gone ()');
    await terminate(pid);
    expect(await statusOf(db.client)).toEqual(['staged added table public.landed']);
  });

  it('while it waits to append leaves nothing half, and nobody waiting', async () => {
    const holder = await db.connect();
    await holder.query('begin; create table public.held (); set constraints all immediate');
    const session = await db.connect();
    const pid = await backendOf(session);
    const lost = session.query('create table public.gone ()').then(
      () => 'committed',
      ({ code }) => code,
    );
    await untilAsleep(db.client); // it looks again and again
    await terminate(pid);
    expect(await lost).toBe('57P01');
    await holder.query('commit');
    expect((await commitsOf(db.client)).map(({ message }) => message)).toEqual([
      'added table public.held',
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is cancelled as well without a trace, when only its statement is', async () => {
    const session = await db.connect();
    const pid = await backendOf(session);
    const cancelled = session.query('create table public.gone (); select pg_sleep(30)').then(
      () => 'committed',
      ({ code }) => code,
    );
    await untilAsleep(db.client);
    await db.client.query('select pg_cancel_backend($1)', [pid]);
    expect(await cancelled).toBe('57014');
    expect(await faultsIn(db.client)).toEqual([]);
    await session.query('create table public.afterwards ()');
    expect(await shown(db.client)).toEqual(['added table public.afterwards']);
  });
});
