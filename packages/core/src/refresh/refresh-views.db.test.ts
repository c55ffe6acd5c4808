import { useDatabase } from '@pggit/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { pggit } from '../client/pggit.js';
import { type RefreshResult, refreshViews } from './refresh-views.js';

describe('refreshViews', () => {
  const db = useDatabase({ per: 'test' });

  beforeEach(async () => {
    await db.client.query(`
      create table public.sales (id int, total int);
      create table public.people (id int);
      create materialized view public.totals as select sum(total) as total from public.sales;
      create materialized view public.doubled as select total * 2 as total from public.totals;
      create materialized view public.crowd as select count(*) as n from public.people`);
  });
  const total = async () =>
    Number((await db.client.query('select total from public.doubled')).rows[0].total);

  it('refreshes the views whose sources a commit changed, each after those it reads', async () => {
    await db.client.query('insert into public.sales values (1, 21)');
    await db.client.query('alter table public.sales add note text');
    const progress: RefreshResult[] = [];
    const results = await refreshViews(db.client, 'affected', {
      onProgress: (result) => void progress.push(result),
    });
    expect(results).toMatchObject([
      { name: 'public.totals', position: 1, total: 2 },
      { name: 'public.doubled', position: 2, total: 2 },
    ]);
    expect(progress).toEqual(results);
    expect(await total()).toBe(42);
  });

  it('goes on after a view that fails', async () => {
    await db.client.query('insert into public.sales values (1, 1)');
    const names = ['public.nowhere', 'public.totals', 'public.doubled'];
    const results = await refreshViews(db.pool(), names);
    expect(results.map(({ error }) => error?.message)).toEqual([
      expect.stringContaining('public.nowhere'),
      undefined,
      undefined,
    ]);
    expect(results[0]?.error).toMatchObject({ code: 'object_not_found' });
    expect(await total()).toBe(2);
  });

  it('adds nothing to the history', async () => {
    const before = await pggit(db.client).log();
    await refreshViews(db.client, ['public.totals']);
    expect(await pggit(db.client).log()).toEqual(before);
    expect(await pggit(db.client).status()).toEqual([]);
  });

  it('does nothing where nothing is to be refreshed', async () => {
    expect(await refreshViews(db.client, 'none')).toEqual([]);
    expect(await refreshViews(db.client, [])).toEqual([]);
  });
});
