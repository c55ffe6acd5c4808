import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { headOf, stateHash } from './readback.js';
import { faultsIn } from './soundness.js';

describe('pggit.state_hash', () => {
  const db = useDatabase({ per: 'test' });

  it('is the same for the commit and the catalog, after every kind of step', async () => {
    const session = await db.connect();
    const steps = [
      'create schema app',
      'create table app.orders (id bigserial primary key, total numeric)',
      'create view app.totals as select sum(total) from app.orders',
      'alter table app.orders rename column total to amount',
      "comment on table app.orders is 'orders'",
      'alter schema app rename to shop',
      'drop view shop.totals',
      'alter table shop.orders drop column amount',
      'drop schema shop cascade',
    ];
    for (const step of steps) {
      await session.query(step);
      const head = await stateHash(db.client, 'HEAD');
      expect({ step, head }).toEqual({ step, head: await stateHash(db.client) });
    }
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is a sha256', async () => {
    expect(await stateHash(db.client, 'HEAD')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('differs for different states and returns with an old one', async () => {
    const session = await db.connect();
    const empty = await stateHash(db.client);
    await session.query('create table public.a (id int)');
    const one = await stateHash(db.client);
    await session.query('alter table public.a add column b int');
    const two = await stateHash(db.client);
    await session.query('drop table public.a');
    expect(new Set([empty, one, two]).size).toBe(3);
    expect(await stateHash(db.client)).toBe(empty);
    expect(await stateHash(db.client, 'HEAD')).toBe(empty);
  });

  it('is what it was at an older ref', async () => {
    const session = await db.connect();
    await session.query('create table public.a (id int)');
    const commit = await headOf(db.client);
    const then = await stateHash(db.client);
    await session.query('drop table public.a');
    expect(await stateHash(db.client, commit)).toBe(then);
    expect(await stateHash(db.client, 'HEAD')).not.toBe(then);
  });

  it('does not depend on the session that asks', async () => {
    const session = await db.connect();
    await session.query(`
      create schema app;
      create table app.a (at timestamptz default '2020-01-01 00:00+00', d date default '2020-01-02',
        f float8 default 0.1, span interval default '1 day 2 hours', raw bytea default '\\x00ff');
      create view app.v as select at, d from app.a where d > '2020-01-01'`);
    const expected = await stateHash(session);
    const abroad = await db.connect();
    await abroad.query(`
      set search_path = app, public; set datestyle = 'German, DMY'; set timezone = 'Asia/Tokyo';
      set intervalstyle = iso_8601; set quote_all_identifiers = on; set bytea_output = escape;
      set extra_float_digits = -5`);
    expect(await stateHash(abroad)).toBe(expected);
    expect(await stateHash(abroad, 'HEAD')).toBe(expected);
  });
});

describe('pggit.state_hash of two databases', () => {
  const one = useDatabase({ per: 'test' });
  const two = useDatabase({ per: 'test' });

  it('is equal for equal states, whatever the road there', async () => {
    await one.client.query('create table public.a (id int primary key, total numeric)');
    await one.client.query('create table public.b (id int)');

    await two.client.query('create table public.b (id int, extra text)');
    await two.client.query('create table public.wrong (id int)');
    await two.client.query("comment on table public.wrong is 'later undone'");
    await two.client.query('alter table public.wrong add column total text');
    await two.client.query('alter table public.wrong add primary key (id)');
    await two.client.query(
      'alter table public.wrong alter total type numeric using total::numeric',
    );
    await two.client.query('drop table public.b; create table public.b (id int)');
    await two.client.query('comment on table public.wrong is null');
    await two.client.query('alter table public.wrong rename constraint wrong_pkey to a_pkey');
    await two.client.query('alter table public.wrong rename to a');

    expect(await stateHash(two.client, 'HEAD')).toBe(await stateHash(one.client, 'HEAD'));
    expect(await faultsIn(two.client)).toEqual([]);
  });
});
