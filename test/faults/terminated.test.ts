import { useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { deploymentsOf } from '../sql/deployments/readback.js';
import { begin, end } from '../sql/deployments/session.js';
import { headOf, shown, statusOf } from '../sql/history/readback.js';
import { faultsIn } from '../sql/history/soundness.js';
import { createHistoryTable, migrate, record } from '../sql/links/history-table.js';
import { linksOf } from '../sql/links/readback.js';
import {
  allowStalling,
  backendOf,
  type Moment,
  stallAt,
  terminate,
  untilStalled,
} from './stalling.js';

/** From the first look at what was marked to the last write of the commit. */
const CAPTURE: readonly Moment[] = [
  'delete dirty_objects',
  'insert blobs',
  'insert changes',
  'insert live_objects',
  'insert commits',
  'update branches',
];
const END: readonly Moment[] = [
  'update changes',
  'insert commits',
  'update branches',
  'insert tags',
  'update external_migrations',
  'update deployments',
];

describe('a backend that is terminated while pggit works in it', () => {
  const db = useDatabase();
  let other: pg.Client;

  beforeAll(async () => {
    await createHistoryTable(db.client);
    await allowStalling(db.client, [
      ...CAPTURE,
      ...END,
      'insert deployments',
      'insert external_migrations',
    ]);
    other = await db.connect();
  });

  /** Terminates a session once its work has come to the moment, and gives the work's SQLSTATE. */
  async function terminateAt(
    session: pg.Client,
    moment: Moment,
    work: () => Promise<unknown>,
  ): Promise<string> {
    const pid = await backendOf(session);
    await stallAt(session, moment);
    const outcome = work().then(
      () => 'done',
      ({ code }) => code,
    );
    await untilStalled(other, pid);
    await terminate(other, pid);
    return outcome;
  }

  /** What nobody may find changed after work that did not happen. */
  const state = async () => ({
    head: await headOf(other),
    deployments: await deploymentsOf(other),
    links: await linksOf(other),
    marks: (await other.query('select count(*)::int as marks from pggit.dirty_objects')).rows,
    faults: await faultsIn(other),
  });

  it.each(CAPTURE)('capturing DDL (%s) records nothing, because nothing happened', async (at) => {
    const before = await state();
    const session = await db.connect();
    const outcome = await terminateAt(session, at, () =>
      session.query('create table public.gone (id int primary key, note text)'),
    );
    expect(outcome).toBe('57P01');
    expect(await state()).toEqual({ ...before, marks: [{ marks: 0 }], faults: [] });
    expect((await other.query(`select to_regclass('public.gone')`)).rows).toEqual([
      { to_regclass: null },
    ]);
    await other.query('create table public.next (id int primary key, note text)');
    expect(await shown(other)).toEqual(['added index public.next_pkey', 'added table public.next']);
    await other.query('drop table public.next');
    expect(await faultsIn(other)).toEqual([]);
  });

  it('capturing a drop leaves what was dropped, and its record', async () => {
    await other.query('create table public.kept (id int)');
    const before = await state();
    const session = await db.connect();
    const outcome = await terminateAt(session, 'insert commits', () =>
      session.query('drop table public.kept'),
    );
    expect(outcome).toBe('57P01');
    expect(await state()).toEqual(before);
    await other.query('alter table public.kept add more int');
    expect(await shown(other)).toEqual(['changed table public.kept']);
    await other.query('drop table public.kept');
    expect(await faultsIn(other)).toEqual([]);
  });

  it('linking a migration takes migration, row and link back together', async () => {
    const before = await state();
    const session = await db.connect();
    const outcome = await terminateAt(session, 'insert external_migrations', async () => {
      await session.query('begin; create table public.gone (id int)');
      await record(session, '1_gone');
    });
    expect(outcome).toBe('57P01');
    expect(await state()).toEqual(before);
    expect((await other.query('select name from public.pgmigrations')).rows).toEqual([]);
  });

  it('beginning a deployment opens none', async () => {
    const before = await state();
    const session = await db.connect();
    const outcome = await terminateAt(session, 'insert deployments', () => begin(session, 'gone'));
    expect(outcome).toBe('57P01');
    expect(await state()).toEqual(before);
    expect((await other.query('select * from pggit.recover_deployments()')).rows).toEqual([]);
  });

  it.each(END)('ending a deployment (%s) leaves it open, to be recovered', async (at) => {
    const name = at.replace(' ', '_');
    const session = await db.connect();
    const id = await begin(session, name);
    await migrate(session, name, `create table public.${name} (id int)`);
    const head = await headOf(other);
    const outcome = await terminateAt(session, at, () => end(session, 'Never said', [name]));
    expect(outcome).toBe('57P01');

    expect(await headOf(other)).toBe(head);
    expect((await deploymentsOf(other)).at(-1)).toMatchObject({ id, status: 'open', commit: null });
    expect(await statusOf(other)).toEqual([`staged added table public.${name}`]);
    expect((await linksOf(other)).at(-1)).toMatchObject({ key: name, commit: null });

    const { rows } = await other.query('select * from pggit.recover_deployments()');
    expect(rows).toEqual([{ deployment_id: id, name, commit_id: await headOf(other) }]);
    expect(await shown(other)).toEqual([`added table public.${name}`]);
    expect((await deploymentsOf(other)).at(-1)).toMatchObject({ id, status: 'interrupted' });
    expect((await linksOf(other)).at(-1)).toMatchObject({ commit: await headOf(other) });
    expect((await other.query('select * from pggit.tags where name = $1', [name])).rows).toEqual(
      [],
    );
    expect(await faultsIn(other)).toEqual([]);
  });

  it('between what it captured and the end of its deployment leaves that staged', async () => {
    const session = await db.connect();
    const id = await begin(session, 'captured');
    await migrate(session, 'captured', 'create table public.captured (id int)');
    await session.query('begin; alter table public.captured add gone int');
    await terminate(other, await backendOf(session));
    expect(await statusOf(other)).toEqual(['staged added table public.captured']);
    await other.query('select * from pggit.recover_deployments()');
    expect(await shown(other)).toEqual(['added table public.captured']);
    expect((await linksOf(other)).at(-1)).toMatchObject({ key: 'captured', deployment: id });
    expect(await faultsIn(other)).toEqual([]);
  });

  it('in a deployment that commits as it goes keeps the commits that were made', async () => {
    const session = await db.connect();
    const id = await begin(session, 'as it goes', true);
    await session.query('create table public.made (id int)');
    const head = await headOf(other);
    const outcome = await terminateAt(session, 'update branches', () =>
      session.query('alter table public.made add gone int'),
    );
    expect(outcome).toBe('57P01');
    expect(await headOf(other)).toBe(head);
    const { rows } = await other.query('select * from pggit.recover_deployments()');
    expect(rows).toEqual([{ deployment_id: id, name: 'as it goes', commit_id: head }]);
    expect(await shown(other)).toEqual(['added table public.made']);
    expect(await faultsIn(other)).toEqual([]);
  });

  it('recovering deployments leaves them to the next who does', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'twice orphaned');
    await opener.query('create table public.orphaned (id int)');
    await terminate(other, await backendOf(opener));
    const before = await state();
    const session = await db.connect();
    const outcome = await terminateAt(session, 'update deployments', () =>
      session.query('select * from pggit.recover_deployments()'),
    );
    expect(outcome).toBe('57P01');
    expect(await state()).toEqual(before);
    const { rows } = await other.query('select * from pggit.recover_deployments()');
    expect(rows).toMatchObject([{ deployment_id: id, name: 'twice orphaned' }]);
    expect(await shown(other)).toEqual(['added table public.orphaned']);
    expect(await faultsIn(other)).toEqual([]);
  });

  it('lets those who wait for it go on at once', async () => {
    const session = await db.connect();
    const pid = await backendOf(session);
    await stallAt(session, 'update branches');
    const lost = session.query('create table public.gone ()').catch(({ code }) => code);
    await untilStalled(other, pid);
    const waiting = await db.connect();
    const waited = waiting.query('create table public.waited ()');
    await terminate(other, pid);
    expect(await lost).toBe('57P01');
    await waited;
    expect(await shown(other)).toEqual(['added table public.waited']);
    expect(await faultsIn(other)).toEqual([]);
  });
});
