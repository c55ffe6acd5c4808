import { uniqueRole, useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';
import { begin, end } from '../deployments/session.js';
import { headOf, statusOf } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';

describe('pggit.refresh_affected_views', () => {
  const db = useDatabase({ per: 'test' });

  beforeEach(() =>
    db.client.query(`
      create table public.sales (id int, total int);
      create table public.people (id int);
      create materialized view public.totals as select sum(total) as total from public.sales;
      create materialized view public.doubled as select total * 2 as total from public.totals;
      create materialized view public.crowd as select count(*) as n from public.people;
      insert into public.sales values (1, 21);
      insert into public.people values (1)`),
  );
  const refresh = async (session: pg.Client, ...ref: string[]) => {
    const call = `select * from pggit.refresh_affected_views(${ref.map((r) => `'${r}'`)})`;
    return (await session.query(call)).rows;
  };
  const contents = async () => {
    const { rows } = await db.client.query(
      'select (select total from public.totals)::int as totals, (select total from public.doubled)::int as doubled, (select n from public.crowd)::int as crowd',
    );
    return rows[0];
  };

  it('refreshes those whose sources the commit changed, in order, and no others', async () => {
    await db.client.query('alter table public.sales add note text');
    expect(await refresh(db.client)).toEqual([
      { name: 'public.totals', position: 1, error: null },
      { name: 'public.doubled', position: 2, error: null },
    ]);
    expect(await contents()).toEqual({ totals: 21, doubled: 42, crowd: 0 });
  });

  it('takes a ref', async () => {
    await db.client.query('alter table public.people add note text');
    const earlier = await headOf(db.client);
    await db.client.query('create table public.other (id int)');
    expect(await refresh(db.client)).toEqual([]);
    expect(await refresh(db.client, earlier)).toMatchObject([{ name: 'public.crowd' }]);
    expect(await contents()).toMatchObject({ totals: null, crowd: 1 });
    expect((await failureOf(refresh(db.client, 'nowhere'))).code).toBe('PGR01');
  });

  it('adds nothing to the history, inside a deployment either', async () => {
    await db.client.query('alter table public.sales add note text');
    const head = await headOf(db.client);
    await refresh(db.client);
    const session = await db.connect();
    await begin(session, 'refreshes');
    await refresh(session);
    await end(session);
    expect(await headOf(db.client)).toBe(head);
    expect(await statusOf(db.client)).toEqual([]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is taken back with its transaction', async () => {
    await db.client.query('alter table public.sales add note text');
    const session = await db.connect();
    await session.query('begin');
    await refresh(session);
    await session.query('rollback');
    expect(await contents()).toEqual({ totals: null, doubled: null, crowd: 0 });
  });

  it('goes on after a view that fails, and says why it did', async () => {
    await db.client.query(`
      create materialized view public.broken as select 1 / (id - 1) as x from public.people with no data`);
    await db.client.query('alter table public.people add note text');
    expect(await refresh(db.client)).toEqual([
      { name: 'public.crowd', position: 1, error: null },
      { name: 'public.broken', position: 2, error: 'division by zero' },
    ]);
    expect(await contents()).toMatchObject({ crowd: 1 });
  });

  it('does no more than its caller may', async () => {
    const role = await uniqueRole(db.client);
    const session = await db.connect({ user: role.name, password: role.password });
    expect((await failureOf(refresh(session))).code).toBe('42501');
    await db.client.query(`
      grant pggit_reader to ${role.name};
      alter materialized view public.totals owner to ${role.name};
      grant select on public.sales to ${role.name}`);
    await db.client.query('alter table public.sales add note text');
    const rows = await refresh(session);
    expect(rows[0]).toEqual({ name: 'public.totals', position: 1, error: null });
    expect(rows[1].error).toMatch(/doubled/);
    expect(await contents()).toMatchObject({ totals: 21, doubled: null });
  });
});
