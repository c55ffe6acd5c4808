import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';
import { begin, end, join } from '../deployments/session.js';
import { headOf } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { createHistoryTable, record, unrecord } from './history-table.js';
import { attributedSteps, linksOf } from './readback.js';

describe('pggit.link_migration_key', () => {
  const db = useDatabase({ per: 'test' });
  /** The session that opens the deployment, one that migrates, and how a step is named. */
  const sessions = async (autoCommit = false) => {
    const control = await db.connect();
    const id = await begin(control, 'up', autoCommit);
    const migrating = await db.connect();
    await join(migrating, id);
    const link = (key: string, direction = 'up') =>
      control.query("select pggit.link_migration_key($1, 'umzug', $2)", [key, direction]);
    return { control, migrating, link };
  };

  it('gives a step what every session of the deployment captured since the last one', async () => {
    const { control, migrating, link } = await sessions();
    await migrating.query('create table public.a ()');
    await link('1_a');
    await migrating.query('create table public.b ()');
    await control.query('create table public.c ()');
    await link('2_b');
    await end(control);
    expect(await attributedSteps(db.client)).toEqual([
      'added public.a by 1_a up',
      'added public.b by 2_b up',
      'added public.c by 2_b up',
    ]);
    const commit = await headOf(db.client);
    expect(await linksOf(db.client)).toMatchObject([
      { key: '1_a', tool: 'umzug', source: 'umzug', direction: 'up', run: 1, commit },
      { key: '2_b', commit },
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('makes the number of a name that has none, always the same', async () => {
    const { control, link } = await sessions();
    await link('1_a');
    await end(control);
    const { rows } = await db.client.query("select hashtextextended('1_a', 0) as number");
    expect(await linksOf(db.client)).toMatchObject([{ number: rows[0].number }]);
  });

  it('uses the link that the history table made, whichever session wrote the row', async () => {
    const { control, migrating, link } = await sessions();
    await createHistoryTable(migrating);
    const writing = await db.connect();
    await join(
      writing,
      (await control.query('select pggit.current_deployment() as id')).rows[0].id,
    );
    await migrating.query('create table public.a ()');
    await record(writing, '1_a');
    await link('1_a');
    await migrating.query('drop table public.a');
    await unrecord(writing, '1_a');
    await link('1_a', 'down');
    await end(control);
    expect(await attributedSteps(db.client)).toEqual([
      'added public.a by 1_a up',
      'removed public.a by 1_a down',
    ]);
    expect(await linksOf(db.client)).toMatchObject([
      { source: 'public.pgmigrations', direction: 'up', revertedAt: expect.any(Date) },
      { source: 'public.pgmigrations', direction: 'down', revertedAt: null },
    ]);
  });

  it('says when the history table’s link had everything already', async () => {
    const { control, migrating, link } = await sessions();
    const isComplete = async (key: string) => (await link(key)).rows[0].link_migration_key;
    await createHistoryTable(migrating);
    await migrating.query('create table public.a ()');
    await record(migrating, '1_a');
    expect(await isComplete('1_a')).toBe(true);
    const beside = await db.connect();
    await join(beside, (await control.query('select pggit.current_deployment() as id')).rows[0].id);
    await beside.query('create table public.b ()');
    await record(migrating, '2_b');
    expect(await isComplete('2_b')).toBe(false);
    expect(await isComplete('3_c')).toBe(false);
    await end(control);
  });

  it('takes the link in whose row was written by a session that had not joined', async () => {
    const outside = await db.connect();
    await createHistoryTable(outside);
    const { control, migrating, link } = await sessions();
    await migrating.query('create table public.a ()');
    await record(outside, '1_a');
    await link('1_a');
    await end(control);
    expect(await linksOf(db.client)).toMatchObject([
      { source: 'public.pgmigrations', commit: await headOf(db.client) },
    ]);
    expect(await attributedSteps(db.client)).toEqual(['added public.a by 1_a up']);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('leaves such a link where it is when it has changes of its own', async () => {
    const outside = await db.connect();
    await createHistoryTable(outside);
    const { control, link } = await sessions();
    await outside.query('begin');
    await outside.query('create table public.a ()');
    await record(outside, '1_a');
    await outside.query('commit');
    const commit = await headOf(db.client);
    await link('1_a');
    await end(control);
    expect(await linksOf(db.client)).toMatchObject([{ deployment: null, commit }]);
  });

  it('up, down and up again are three links, the first reverted, the last a second run', async () => {
    for (const direction of ['up', 'down', 'up']) {
      const { control, link } = await sessions();
      await link('1_a', direction);
      await end(control);
    }
    expect(await linksOf(db.client)).toMatchObject([
      { direction: 'up', run: 1, revertedAt: expect.any(Date) },
      { direction: 'down', run: 1, revertedAt: null },
      { direction: 'up', run: 2, revertedAt: null },
    ]);
  });

  it('twice is once', async () => {
    const { control, link } = await sessions();
    await link('1_a');
    await link('1_a');
    await end(control);
    expect(await linksOf(db.client)).toHaveLength(1);
  });

  it('leaves what was captured later to later steps', async () => {
    const { control, migrating } = await sessions();
    await migrating.query('create table public.a ()');
    const { rows } = await migrating.query('select clock_timestamp()::text as until');
    await migrating.query('create table public.b ()');
    await control.query("select pggit.link_migration_key('1_a', 'umzug', 'up', $1)", [
      rows[0].until,
    ]);
    await control.query("select pggit.link_migration_key('2_b', 'umzug')");
    await end(control);
    expect(await attributedSteps(db.client)).toEqual([
      'added public.a by 1_a up',
      'added public.b by 2_b up',
    ]);
  });

  it('writes none for a step that was rolled back, if asked to', async () => {
    const { control, migrating } = await sessions();
    const link = (key: string) =>
      control.query("select pggit.link_migration_key($1, 'umzug', only_with_changes => true)", [
        key,
      ]);
    await migrating.query('begin; create table public.a (); rollback');
    await link('1_a');
    await migrating.query('create table public.b ()');
    await link('2_b');
    await end(control);
    expect((await linksOf(db.client)).map(({ key }) => key)).toEqual(['2_b']);
  });

  it('waits for no session that is linking its own changes at this moment', async () => {
    const { control, migrating, link } = await sessions();
    await createHistoryTable(migrating);
    await migrating.query('create table public.a ()');
    await migrating.query('begin');
    await record(migrating, '1_a');
    await control.query("set statement_timeout = '5s'");
    await link('2_b');
    await migrating.query('commit');
    await end(control);
    expect(await attributedSteps(db.client)).toEqual(['added public.a by 1_a up']);
  });

  it('ties the link to the commits of a deployment that commits as it goes', async () => {
    const { control, migrating, link } = await sessions(true);
    await migrating.query('create table public.a ()');
    await link('1_a');
    const commit = await headOf(db.client);
    await migrating.query('create table public.b ()');
    await link('2_b');
    await end(control);
    expect(await linksOf(db.client)).toMatchObject([
      { key: '1_a', commit },
      { key: '2_b', commit: await headOf(db.client) },
    ]);
    expect(await attributedSteps(db.client)).toEqual([
      'added public.a by 1_a up',
      'added public.b by 2_b up',
    ]);
  });

  it.each([
    ['no key', "select pggit.link_migration_key(' ', 'umzug')", 'PGX02'],
    ['another direction', "select pggit.link_migration_key('1_a', 'umzug', 'left')", 'PGX02'],
    ['no tool', "select pggit.link_migration_key('1_a', '')", 'PGX01'],
  ])('refuses %s', async (_, call, code) => {
    const { control } = await sessions();
    expect((await failureOf(control.query(call))).code).toBe(code);
  });

  it('refuses a session without a deployment', async () => {
    const call = db.client.query("select pggit.link_migration_key('1_a', 'umzug')");
    expect((await failureOf(call)).code).toBe('PGD02');
  });
});
