import { useDatabase } from '@pggit/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { warningsOf } from '../sql/deployments/session.js';
import { shown, stateHash, statusOf } from '../sql/history/readback.js';

describe('an object that cannot be described because another session has locked it', () => {
  const db = useDatabase({ per: 'test' });

  /** A view over a table whose column is renamed: the view's text changes without anybody naming it. */
  const renameUnderLockedView = async () => {
    await db.client.query(`
      create table public.orders (id int, total int);
      create view public.v as select id, total from public.orders`);
    const locker = await db.connect();
    await locker.query('begin; drop view public.v');
    const session = await db.connect();
    const warnings = warningsOf(session);
    const began = Date.now();
    await session.query('begin');
    await session.query('create table public.beside (id int)');
    await session.query('alter table public.orders rename column total to amount');
    await session.query('commit');
    return { locker, warnings, milliseconds: Date.now() - began };
  };

  it('holds up the transaction for a moment only, and does not fail it', async () => {
    const { locker, milliseconds } = await renameUnderLockedView();
    expect(milliseconds).toBeLessThan(3000);
    await locker.query('rollback');
    const { rows } = await db.client.query('select amount from public.orders');
    expect(rows).toEqual([]);
  });

  it('costs the record of that object, not of the transaction’s others', async () => {
    const { locker } = await renameUnderLockedView();
    await locker.query('rollback');
    expect(await shown(db.client)).toEqual([
      'added table public.beside',
      'changed table public.orders',
    ]);
  });

  it('is drift, which the next capture adopts', async () => {
    const { locker } = await renameUnderLockedView();
    await locker.query('rollback');
    expect(await statusOf(db.client)).toEqual(['drift changed view public.v']);
    await db.client.query('select pggit.capture()');
    expect(await statusOf(db.client)).toEqual([]);
  });

  it('is said in a warning that names it', async () => {
    const { locker, warnings } = await renameUnderLockedView();
    await locker.query('rollback');
    expect(warnings).toHaveLength(1);
    const { rows } = await db.client.query('select objects from pggit.capture_errors');
    expect(rows).toEqual([{ objects: ['public.v'] }]);
  });
});

describe('what another session has locked', () => {
  const db = useDatabase({ per: 'test' });

  const lockOrders = async () => {
    const locker = await db.connect();
    await locker.query('begin; lock table public.orders in access exclusive mode');
    return locker;
  };

  beforeEach(async () => {
    await db.client.query(`
      create table public.orders (id int, total int);
      create view public.v as select id from public.orders;
      create materialized view public.m as select id from public.orders;
      create function public.f() returns setof int language sql
        begin atomic select id from public.orders; end`);
  });

  it('is said to be unread, and drift beside it to be drift', async () => {
    const unseen = await db.connect({ options: '-c pggit.tracking=off' });
    await unseen.query(`
      create table public.unseen (); create view public.new as select total from public.orders`);
    const locker = await lockOrders();
    expect(await statusOf(db.client)).toEqual([
      'drift added table public.unseen',
      'unread  function public.f()',
      'unread  materialized view public.m',
      'unread  view public.new',
      'unread  view public.v',
    ]);
    await locker.query('rollback');
    expect(await statusOf(db.client)).toEqual([
      'drift added table public.unseen',
      'drift added view public.new',
    ]);
  });

  it('is not said to be unread when it is not tracked', async () => {
    await db.client.query('select pggit.configure_tracking()');
    await db.client.query(`
      create schema query; create view query.v as select id from public.orders;
      create view public.ignored as select id from public.orders;
      comment on view public.ignored is '@pggit:ignore'`);
    await lockOrders();
    const unread = (await statusOf(db.client)).filter((line) => line.startsWith('unread'));
    expect(unread).toEqual([
      'unread  function public.f()',
      'unread  materialized view public.m',
      'unread  view public.v',
    ]);
  });

  it('counts in the live state hash as it was last seen', async () => {
    const before = await stateHash(db.client);
    await lockOrders();
    expect(await stateHash(db.client)).toBe(before);
  });

  it('is warned of by capture(), which adopts what it can read', async () => {
    const unseen = await db.connect({ options: '-c pggit.tracking=off' });
    await unseen.query(`
      create table public.unseen (); create or replace view public.v as select id, total from public.orders`);
    const locker = await lockOrders();
    const session = await db.connect();
    const warnings = warningsOf(session);
    await session.query('select pggit.capture()');
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/locked by another session: public\.f\(\), public\.m, public\.v$/),
    ]);
    expect(await shown(db.client)).toEqual(['added table public.unseen']);
    await locker.query('rollback');
    expect(await statusOf(db.client)).toEqual(['drift changed view public.v']);
  });

  it('is waited for once, however many objects it is', async () => {
    await db.client.query(`do $$ begin for n in 1..40 loop
      execute format('create view public.v%s as select id from public.orders', n); end loop; end $$`);
    await lockOrders();
    const began = Date.now();
    expect(await statusOf(db.client)).toHaveLength(43);
    expect(Date.now() - began).toBeLessThan(5000);
  });
});
