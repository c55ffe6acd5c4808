import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { commitsOf, headOf, statusOf } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { deploymentOfTables, deploymentsOf } from './readback.js';
import { begin, current, end } from './session.js';

describe('a deployment and the transaction around it', () => {
  const db = useDatabase({ per: 'test' });

  it('may begin, work and end in one transaction', async () => {
    const session = await db.connect();
    const head = await headOf(db.client);
    await session.query('begin');
    const id = await begin(session, 'billing');
    await session.query('create table public.a (id int)');
    await session.query('alter table public.a add column total int');
    await end(session, 'all at once', ['meter']);
    expect(await headOf(db.client)).toBe(head);
    await session.query('commit');
    expect(await commitsOf(db.client)).toMatchObject([
      { deployment: id, message: 'all at once', tags: ['meter'], changes: 1 },
    ]);
    expect(await deploymentsOf(db.client)).toMatchObject([{ id, status: 'completed' }]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('leaves outside what the transaction did before it began and after it ended', async () => {
    const session = await db.connect();
    await session.query('begin');
    await session.query('create table public.before ()');
    await begin(session, 'billing');
    await session.query('create table public.inside ()');
    await end(session);
    await session.query('create table public.after ()');
    await session.query('commit');
    expect(await deploymentOfTables(db.client)).toEqual({
      'public.before': null,
      'public.inside': 'billing',
      'public.after': null,
    });
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('tells apart what one table got before, inside and after', async () => {
    const session = await db.connect();
    await session.query('begin');
    await session.query('create table public.a ()');
    await begin(session, 'billing');
    await session.query('alter table public.a add column inside int');
    await end(session);
    await session.query('alter table public.a add column later int');
    await session.query('commit');
    const { rows } = await db.client.query(
      `select s.change, s.attributes from pggit.log() l
        cross join lateral pggit.show(l.commit_id::text) s
        where l.deployment_name = 'billing'`,
    );
    expect(rows).toMatchObject([{ change: 'changed' }]);
    expect(Object.keys(rows[0].attributes)).toEqual(['columns.inside']);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('leaves outside what came before, when it ends in a later transaction', async () => {
    const session = await db.connect();
    await session.query('begin');
    await session.query('create table public.before ()');
    await begin(session, 'billing');
    await session.query('create table public.inside ()');
    await session.query('commit');
    expect(await statusOf(db.client)).toEqual(['staged added table public.inside']);
    expect(await commitsOf(db.client)).toMatchObject([{ message: 'added table public.before' }]);
    await end(session);
    expect(await deploymentOfTables(db.client)).toEqual({
      'public.before': null,
      'public.inside': 'billing',
    });
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('never was when the transaction it began in rolls back', async () => {
    const session = await db.connect();
    await session.query('begin');
    await begin(session, 'billing');
    await session.query('create table public.a ()');
    await session.query('rollback');
    expect(await current(session)).toBeNull();
    expect(await deploymentsOf(db.client)).toEqual([]);
    await session.query('create table public.b ()');
    expect(await commitsOf(db.client)).toMatchObject([{ deployment: null, changes: 1 }]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('never was when its savepoint is rolled back, and what else happened stays', async () => {
    const session = await db.connect();
    await session.query('begin; create table public.a (); savepoint s');
    await begin(session, 'billing');
    await session.query('create table public.b ()');
    await session.query('rollback to s');
    expect(await current(session)).toBeNull();
    await session.query('create table public.c ()');
    await session.query('commit');
    expect(await commitsOf(db.client)).toMatchObject([{ deployment: null, changes: 2 }]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('goes on when the transaction that ended it rolls back', async () => {
    const session = await db.connect();
    const id = await begin(session, 'billing');
    await session.query('create table public.a ()');
    await session.query('begin');
    await end(session);
    await session.query('rollback');
    expect(await current(session)).toBe(id);
    await session.query('create table public.b ()');
    await end(session);
    expect(await commitsOf(db.client)).toMatchObject([{ deployment: id, changes: 2 }]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('may be two in one transaction, one after the other', async () => {
    const session = await db.connect();
    await session.query('begin');
    for (const name of ['first', 'second']) {
      await begin(session, name);
      await session.query(`create table public.${name} ()`);
      await end(session);
    }
    await session.query('commit');
    expect(await commitsOf(db.client)).toMatchObject([
      { deploymentName: 'first', changes: 1 },
      { deploymentName: 'second', changes: 1 },
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('takes what its transaction changes when constraints are immediate', async () => {
    const session = await db.connect();
    await session.query('begin; set constraints all immediate');
    const id = await begin(session, 'billing');
    await session.query('create table public.a (); create table public.b ()');
    await end(session, 'at once');
    await session.query('commit');
    expect(await commitsOf(db.client)).toMatchObject([
      { deployment: id, message: 'at once', changes: 2 },
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });
});
