import { useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { commitsOf, headOf, shown } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { createHistoryTable, record } from '../links/history-table.js';
import { linksOf } from '../links/readback.js';
import { begin, end } from './session.js';

describe('a deployment that ends while others hold the branch, all its changes gone along with theirs', () => {
  const db = useDatabase({ per: 'test' });

  /** A transaction that has made a commit, and keeps the branch until it ends. */
  async function holding(ddl: string): Promise<pg.Client> {
    const holder = await db.connect();
    await holder.query(`begin; set constraints all immediate; ${ddl}`);
    return holder;
  }

  const RELEASE = { message: 'The release', tags: ['v1'], changes: 0 };

  async function begun(): Promise<{ one: pg.Client; id: string }> {
    await createHistoryTable(db.client);
    const one = await db.connect();
    const id = await begin(one, 'one');
    await one.query('create table public.sh (a int)');
    await record(one, '1_sh');
    return { one, id };
  }

  it('gets its message and tags from whoever commits next', async () => {
    const { one, id } = await begun();
    await db.client.query('alter table public.sh add b int');
    const carrier = await headOf(db.client);
    const holder = await holding('create table public.held ()');

    await end(one, 'The release', ['v1']);
    await holder.query('commit');
    await db.client.query('create table public.next ()');

    expect((await commitsOf(db.client)).slice(-2)).toMatchObject([
      { ...RELEASE, deployment: id },
      { message: 'added table public.next' },
    ]);
    expect(await linksOf(db.client)).toMatchObject([{ key: '1_sh', commit: carrier }]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('gets them also where it was the holder that took its changes', async () => {
    const { one, id } = await begun();
    const holder = await holding('alter table public.sh add b int');

    await end(one, 'The release', ['v1']);
    await holder.query('commit');
    const carrier = await headOf(db.client);
    expect(await shown(db.client)).toEqual(['added table public.sh']);
    await db.client.query('select pggit.capture()');

    expect((await commitsOf(db.client)).at(-1)).toMatchObject({ ...RELEASE, deployment: id });
    expect(await linksOf(db.client)).toMatchObject([{ key: '1_sh', commit: carrier }]);
    await db.client.query('create table public.next ()');
    expect((await commitsOf(db.client)).filter(({ tags }) => tags.length > 0)).toHaveLength(1);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('gets them in a commit of their own where it committed as it went', async () => {
    const one = await db.connect();
    const id = await begin(one, 'one', true);
    await one.query('create table public.a ()');
    await one.query(`begin isolation level repeatable read; select from pggit.branches`);
    await db.client.query('create table public.overtaking ()');
    await one.query('create table public.stranded (a int); commit');
    const holder = await holding('alter table public.stranded add b int');

    await end(one, 'The release', ['v1']);
    await holder.query('commit');
    await db.client.query('create table public.next ()');

    const own = (await commitsOf(db.client)).filter(({ deployment }) => deployment === id);
    expect(own).toMatchObject([{ message: 'added table public.a', tags: [] }, RELEASE]);
    expect(await faultsIn(db.client)).toEqual([]);
  });
});
