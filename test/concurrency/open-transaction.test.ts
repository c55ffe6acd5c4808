import { useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { begin, end, join } from '../sql/deployments/session.js';
import { commitsOf, shown } from '../sql/history/readback.js';
import { faultsIn } from '../sql/history/soundness.js';
import { createHistoryTable, record } from '../sql/links/history-table.js';
import { promptly } from './promptly.js';

describe('a transaction that stays open', () => {
  const db = useDatabase({ per: 'test' });

  /** What others do meanwhile: all of it has to go through at once. */
  const othersWork = async () => {
    const other = await db.connect();
    await promptly(other.query('create table public.by_others (id int primary key)'));
    await other.query('begin');
    await promptly(other.query('alter table public.by_others add column total int'));
    await promptly(record(other, 'by_others'));
    await promptly(other.query('commit'));
    await promptly(begin(other, 'by others'));
    await promptly(other.query('create table public.deployed ()'));
    await promptly(end(other));
    await promptly(other.query('drop table public.deployed'));
    expect((await commitsOf(db.client)).slice(-4)).toMatchObject([
      { changes: 2 },
      { changes: 1, migrations: 1 },
      { deploymentName: 'by others', changes: 1 },
      { changes: 1 },
    ]);
  };

  const OPEN: Record<string, (session: pg.Client) => Promise<unknown>> = {
    'has only made DDL': (session) => session.query('create table public.long (id int)'),
    'has written a history row': async (session) => {
      await session.query('create table public.long (id int)');
      await record(session, '1_long');
    },
    'has begun a deployment': async (session) => {
      await begin(session, 'long');
      await session.query('create table public.long (id int)');
    },
    'has written a history row in a deployment': async (session) => {
      await begin(session, 'long');
      await session.query('create table public.long (id int)');
      await record(session, '1_long');
    },
    'has done DDL before it began a deployment': async (session) => {
      await session.query('create table public.before (id int)');
      await begin(session, 'long');
      await session.query('create table public.long (id int)');
    },
    'has changed what all share': async (session) => {
      await session.query('alter table public.shared add column x int');
      await record(session, '1_long');
    },
  };

  for (const [name, work] of Object.entries(OPEN)) {
    it(`and ${name} does not hold up the DDL of others`, async () => {
      await createHistoryTable(db.client);
      await db.client.query('create table public.shared (id int)');
      const session = await db.connect();
      await session.query('begin');
      await work(session);
      await othersWork();
      await session.query('commit');
      const { rows } = await session.query('select pggit.current_deployment() as id');
      if (rows[0].id !== null) await end(session);
      expect(await faultsIn(db.client)).toEqual([]);
    });
  }

  it('does not hold up reading', async () => {
    await createHistoryTable(db.client);
    const session = await db.connect();
    await session.query('begin; create table public.long (id int)');
    await record(session, '1_long');
    const reader = await db.connect();
    await promptly(reader.query('select * from pggit.status()'));
    await promptly(reader.query("select pggit.state_hash('live')"));
    await promptly(reader.query('select * from pggit.log()'));
    await session.query('rollback');
  });

  it('in a deployment does not hold up its end, and joins the history afterwards', async () => {
    await createHistoryTable(db.client);
    const opener = await db.connect();
    const id = await begin(opener, 'up');
    const joined = await db.connect();
    await join(joined, id);
    // Committed by itself, as noTransaction does; then the row, in a transaction that lasts.
    await joined.query('create table public.early ()');
    await joined.query('begin');
    await record(joined, '1_early');
    await promptly(end(opener));
    await joined.query('commit');
    await db.client.query('create table public.next ()');
    expect(await commitsOf(db.client)).toMatchObject([
      { deployment: id, changes: 1 },
      { deployment: null, changes: 1 },
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('with its commit made already leaves others to be put into the history later', async () => {
    const session = await db.connect();
    await session.query('begin; create table public.long (); set constraints all immediate');
    // Others cannot append before it ends. Their DDL must not fail for that, nor be lost.
    const other = await db.connect();
    await promptly(other.query('create table public.by_others ()'), 10_000);
    await session.query('commit');
    await db.client.query('create table public.next ()');
    const commits = await commitsOf(db.client);
    expect(commits).toHaveLength(3);
    expect(await shown(db.client, commits[1]?.id)).toEqual(['added table public.by_others']);
    expect(await faultsIn(db.client)).toEqual([]);
  });
});
