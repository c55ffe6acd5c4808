import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { warningsOf } from '../sql/deployments/session.js';
import { shown, statusOf } from '../sql/history/readback.js';

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
