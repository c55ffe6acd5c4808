import { uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { commitsOf, headOf } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { createHistoryTable, migrate, record, revert, unrecord } from './history-table.js';
import { linksOf, migrationsOf } from './readback.js';

describe('a row of a history table', () => {
  const db = useDatabase({ per: 'test' });

  it('is a link when it is inserted, dated and described', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    const before = Date.now() - 60_000;
    await migrate(session, '1700000000000_orders', 'create table public.orders ()');
    const [link, ...others] = await linksOf(db.client);
    expect(others).toEqual([]);
    expect(link).toMatchObject({
      number: '1',
      key: '1700000000000_orders',
      description: '1700000000000_orders',
      checksum: null,
      direction: 'up',
      run: 1,
      revertedAt: null,
    });
    expect(link?.appliedAt.getTime()).toBeGreaterThan(before);
  });

  it('is one link each when several are inserted at once', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await session.query(
      "insert into public.pgmigrations (name, run_on) select 'm' || i, now() from generate_series(1, 3) i",
    );
    expect((await linksOf(db.client)).map(({ number, key }) => [number, key])).toEqual([
      ['1', 'm1'],
      ['2', 'm2'],
      ['3', 'm3'],
    ]);
  });

  it('leaves no link when its insert is rolled back', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    const head = await headOf(db.client);
    await session.query('begin');
    await session.query('create table public.a ()');
    await record(session, '1_a');
    await session.query('rollback');
    expect(await linksOf(db.client)).toEqual([]);
    expect(await headOf(db.client)).toBe(head);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('leaves no link when its insert is rolled back to a savepoint', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await session.query('begin');
    await session.query('create table public.kept (); savepoint s; create table public.gone ()');
    await record(session, '1_gone');
    await session.query('rollback to s');
    await record(session, '1_kept');
    await session.query('commit');
    expect(await linksOf(db.client)).toMatchObject([{ key: '1_kept' }]);
    expect(await migrationsOf(db.client)).toEqual({ 'added table public.kept': '1_kept' });
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is seen by others together with its link, and not before', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await session.query('begin');
    await record(session, '1_a');
    expect(await linksOf(db.client)).toEqual([]);
    await session.query('commit');
    expect(await linksOf(db.client)).toHaveLength(1);
  });

  it('is linked when a plain role inserts it', async () => {
    await createHistoryTable(db.client);
    const role = await uniqueRole(db.client);
    await db.client.query(`
      grant insert, delete, select on public.pgmigrations to ${role.name};
      grant usage on sequence public.pgmigrations_id_seq to ${role.name}`);
    const session = await db.connect({ user: role.name, password: role.password });
    await record(session, '1_a');
    await unrecord(session, '1_a');
    expect(await linksOf(db.client)).toMatchObject([
      { key: '1_a', direction: 'up' },
      { key: '1_a', direction: 'down' },
    ]);
  });

  it('keeps its link when it is edited without changing what it stands for', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await record(session, '1_a');
    const before = await linksOf(db.client);
    await session.query("update public.pgmigrations set run_on = run_on + interval '1 hour'");
    expect(await linksOf(db.client)).toEqual(before);
  });

  it('reverts its link and makes another when it comes to stand for another migration', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await record(session, '1_old_name');
    await session.query("update public.pgmigrations set name = '1_new_name'");
    expect(await linksOf(db.client)).toMatchObject([
      { key: '1_old_name', direction: 'up', revertedAt: expect.any(Date) },
      { key: '1_new_name', direction: 'up', run: 1, revertedAt: null },
    ]);
  });
});

describe('a migration taken back', () => {
  const db = useDatabase({ per: 'test' });

  it('reverts its link and adds one for the way down', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await migrate(session, '1_a', 'create table public.a ()');
    const up = await headOf(db.client);
    await revert(session, '1_a', 'drop table public.a');
    expect(await linksOf(db.client)).toMatchObject([
      { key: '1_a', direction: 'up', run: 1, commit: up, revertedAt: expect.any(Date) },
      {
        key: '1_a',
        number: '1',
        direction: 'down',
        run: 1,
        commit: await headOf(db.client),
        revertedAt: null,
      },
    ]);
    expect(await migrationsOf(db.client, up)).toEqual({ 'added table public.a': '1_a' });
    expect(await migrationsOf(db.client)).toEqual({ 'removed table public.a': '1_a' });
  });

  it('and done again is its second run, under a new number', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await migrate(session, '1_a', 'create table public.a ()');
    await revert(session, '1_a', 'drop table public.a');
    await migrate(session, '1_a', 'create table public.a ()');
    await revert(session, '1_a', 'drop table public.a');
    expect(
      (await linksOf(db.client)).map(({ number, direction, run, revertedAt }) => [
        number,
        direction,
        run,
        revertedAt !== null,
      ]),
    ).toEqual([
      ['1', 'up', 1, true],
      ['1', 'down', 1, false],
      ['2', 'up', 2, true],
      ['2', 'down', 2, false],
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('stays as it was when that is rolled back', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await migrate(session, '1_a', 'create table public.a ()');
    await session.query('begin; drop table public.a');
    await unrecord(session, '1_a');
    await session.query('rollback');
    expect(await linksOf(db.client)).toMatchObject([{ key: '1_a', revertedAt: null }]);
  });

  it('can be several in one deployment, each with its own changes', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await migrate(session, '1_a', 'create table public.a ()');
    await migrate(session, '2_b', 'create table public.b ()');
    await session.query("select pggit.begin_deployment('down 2')");
    await revert(session, '2_b', 'drop table public.b');
    await revert(session, '1_a', 'drop table public.a');
    await session.query('select pggit.end_deployment()');
    expect(await migrationsOf(db.client)).toEqual({
      'removed table public.a': '1_a',
      'removed table public.b': '2_b',
    });
    expect((await commitsOf(db.client)).at(-1)).toMatchObject({
      deploymentName: 'down 2',
      migrations: 2,
    });
  });
});
