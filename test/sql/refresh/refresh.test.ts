import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';
import { headOf, statusOf } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';

describe('pggit.refresh_materialized_view', () => {
  const db = useDatabase({ per: 'test' });

  /** A table with one row in it and one that its view has not seen yet. */
  const stale = async (view = 'public.totals', unique = false) => {
    await db.client.query(`
      create table public.orders (id int, total int);
      insert into public.orders values (1, 10);
      create materialized view ${view} as select id, total from public.orders`);
    if (unique) await db.client.query(`create unique index on ${view} (id)`);
    await db.client.query('insert into public.orders values (2, 20)');
  };
  const refresh = async (view: string | null, concurrently: boolean | null = null) => {
    const session = await db.connect();
    await session.query('select pggit.refresh_materialized_view($1, $2)', [view, concurrently]);
  };
  const idsIn = async (view: string) =>
    (await db.client.query(`select id from ${view} order by id`)).rows.map(({ id }) => id);
  /** Whether the refresh was a concurrent one: only that keeps the view's file. */
  const fileOf = async (view: string) =>
    (await db.client.query('select pg_relation_filenode($1) as file', [view])).rows[0].file;

  it('refreshes concurrently by itself where a unique index allows it', async () => {
    await stale('public.totals', true);
    const file = await fileOf('public.totals');
    await refresh('public.totals');
    expect(await idsIn('public.totals')).toEqual([1, 2]);
    expect(await fileOf('public.totals')).toBe(file);
  });

  it.each([
    ['there is no unique index', ''],
    ['the index is not unique', 'create index on public.totals (id)'],
    ['the unique index is partial', 'create unique index on public.totals (id) where id > 0'],
    ['the unique index is on an expression', 'create unique index on public.totals ((id + 1))'],
  ])('refreshes plainly by itself where %s', async (_, index) => {
    await stale();
    await db.client.query(index);
    const file = await fileOf('public.totals');
    await refresh('public.totals');
    expect(await idsIn('public.totals')).toEqual([1, 2]);
    expect(await fileOf('public.totals')).not.toBe(file);
  });

  it('refreshes plainly when told so', async () => {
    await stale('public.totals', true);
    const file = await fileOf('public.totals');
    await refresh('public.totals', false);
    expect(await idsIn('public.totals')).toEqual([1, 2]);
    expect(await fileOf('public.totals')).not.toBe(file);
  });

  it('refreshes concurrently when told so', async () => {
    await stale('public.totals', true);
    const file = await fileOf('public.totals');
    await refresh('public.totals', true);
    expect(await idsIn('public.totals')).toEqual([1, 2]);
    expect(await fileOf('public.totals')).toBe(file);
  });

  it('has PostgreSQL’s own error when told to and it cannot be', async () => {
    await stale();
    expect((await failureOf(refresh('public.totals', true))).code).toBe('55000');
  });

  it('fills a view that has never been filled', async () => {
    await stale();
    await db.client.query(`
      create unique index on public.totals (id);
      refresh materialized view public.totals with no data`);
    await refresh('public.totals');
    expect(await idsIn('public.totals')).toEqual([1, 2]);
  });

  it.each(['public."My View"', '"Weird ""one"."x; drop table y"', '"Public"."A.B"'])(
    'takes the name %s',
    async (view) => {
      await db.client.query('create schema "Weird ""one"; create schema "Public"');
      await stale(view);
      await refresh(view);
      expect(await idsIn(view)).toEqual([1, 2]);
    },
  );

  it('takes arguments by name', async () => {
    await stale();
    await db.client.query(
      "select pggit.refresh_materialized_view(name => 'public.totals', concurrently => false)",
    );
    expect(await idsIn('public.totals')).toEqual([1, 2]);
  });

  it('works inside a transaction, which may roll back', async () => {
    await stale('public.totals', true);
    const session = await db.connect();
    await session.query("begin; select pggit.refresh_materialized_view('public.totals'); rollback");
    expect(await idsIn('public.totals')).toEqual([1]);
    await session.query("begin; select pggit.refresh_materialized_view('public.totals'); commit");
    expect(await idsIn('public.totals')).toEqual([1, 2]);
  });

  it.each([true, false])(
    'leaves no change in the history (concurrently: %s)',
    async (concurrently) => {
      await stale('public.totals', true);
      const head = await headOf(db.client);
      await refresh('public.totals', concurrently);
      expect(await headOf(db.client)).toBe(head);
      expect(await statusOf(db.client)).toEqual([]);
      expect(await faultsIn(db.client)).toEqual([]);
    },
  );

  it('leaves no deployment with nothing else in it', async () => {
    await stale('public.totals', true);
    const session = await db.connect();
    await session.query("select pggit.begin_deployment('refresh')");
    await session.query("select pggit.refresh_materialized_view('public.totals')");
    await session.query('refresh materialized view concurrently public.totals');
    await session.query('select pggit.end_deployment()');
    expect((await db.client.query('select * from pggit.deployments')).rows).toEqual([]);
  });

  it.each([
    ['nothing of that name', 'public.nowhere'],
    ['a schema that is not there', 'nowhere.totals'],
    ['a table', 'public.orders'],
    ['a plain view', 'public.plain'],
    ['no name', ''],
    ['half a quote', 'public."totals'],
    ['four parts', 'a.b.c.d'],
    ['null', null],
  ])('refuses %s (PGT03)', async (_, name) => {
    await stale();
    await db.client.query('create view public.plain as select 1 as id');
    const failure = await failureOf(refresh(name));
    expect(failure).toMatchObject({
      code: 'PGT03',
      detail: { kind: 'materialized view', identity: name },
    });
    expect(failure.hint).not.toBe('');
  });
});
