import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';
import { begin, end } from '../deployments/session.js';
import { headOf } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { createHistoryTable, migrate, unrecord } from './history-table.js';
import { linksOf, migrationsOf } from './readback.js';

describe('pggit.link_migration', () => {
  const db = useDatabase({ per: 'test' });

  it('links to the session’s deployment', async () => {
    const session = await db.connect();
    const id = await begin(session, 'up');
    await session.query('create table public.a ()');
    await session.query('select pggit.link_migration(20261122)');
    expect(await linksOf(db.client)).toMatchObject([{ deployment: id, commit: null }]);
    await end(session);
    expect(await linksOf(db.client)).toMatchObject([
      {
        number: '20261122',
        key: '20261122',
        tool: 'flyway',
        deployment: id,
        commit: await headOf(db.client),
        direction: 'up',
        run: 1,
        revertedAt: null,
      },
    ]);
    expect(await migrationsOf(db.client)).toEqual({ 'added table public.a': '20261122' });
  });

  it('links to the commit of the transaction’s changes when there is no deployment', async () => {
    const session = await db.connect();
    await session.query('begin');
    await session.query('create table public.a ()');
    await session.query('select pggit.link_migration(1)');
    await session.query('commit');
    await session.query('create table public.b ()');
    const { rows } = await db.client.query(
      'select commit_id as id from pggit.log() offset 1 limit 1',
    );
    expect(await linksOf(db.client)).toMatchObject([{ deployment: null, commit: rows[0].id }]);
    expect(await migrationsOf(db.client, rows[0].id)).toEqual({ 'added table public.a': '1' });
  });

  it('links to HEAD when there is neither', async () => {
    const session = await db.connect();
    await session.query('create table public.a ()');
    await session.query('select pggit.link_migration(1)');
    expect(await linksOf(db.client)).toMatchObject([{ commit: await headOf(db.client) }]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('links once, however often it is called', async () => {
    const session = await db.connect();
    await session.query('select pggit.link_migration(1)');
    await session.query('select pggit.link_migration(1)');
    await begin(session, 'later');
    await session.query("select pggit.link_migration(1, 'flyway')");
    await end(session);
    expect(await linksOf(db.client)).toHaveLength(1);
  });

  it('links once when two sessions do it at the same moment', async () => {
    const one = await db.connect();
    const two = await db.connect();
    await one.query('begin');
    await one.query('select pggit.link_migration(1)');
    const second = two.query('select pggit.link_migration(1)').then(
      () => 'done',
      ({ message }) => message,
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    await one.query('commit');
    expect(await second).toBe('done');
    expect(await linksOf(db.client)).toHaveLength(1);
  });

  it('does not repeat the link that the history table made', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await migrate(session, '1_a', 'create table public.a ()');
    await session.query("select pggit.link_migration(1, 'node-pg-migrate')");
    expect(await linksOf(db.client)).toHaveLength(1);
  });

  it('links again what was taken back', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await migrate(session, '1_a', 'create table public.a ()');
    await unrecord(session, '1_a');
    await session.query("select pggit.link_migration(1, 'node-pg-migrate')");
    expect(
      (await linksOf(db.client)).filter(({ revertedAt }) => revertedAt === null),
    ).toMatchObject([{ direction: 'down' }, { direction: 'up', number: '1' }]);
  });

  it('keeps the same number of different tools apart', async () => {
    const session = await db.connect();
    for (const tool of ['flyway', 'liquibase', 'our own scripts']) {
      await session.query('select pggit.link_migration(7, $1)', [tool]);
    }
    expect((await linksOf(db.client)).map(({ tool, number }) => [tool, number])).toEqual([
      ['flyway', '7'],
      ['liquibase', '7'],
      ['our own scripts', '7'],
    ]);
  });

  it.each(['0', '-1', '9223372036854775807', '-9223372036854775808'])(
    'keeps number %s as it is',
    async (number) => {
      await db.client.query('select pggit.link_migration($1)', [number]);
      expect(await linksOf(db.client)).toMatchObject([{ number, key: number }]);
    },
  );

  it('takes its arguments by name', async () => {
    await db.client.query("select pggit.link_migration(migration_id => 3, tool_name => 'dbmate')");
    expect(await linksOf(db.client)).toMatchObject([{ number: '3', tool: 'dbmate' }]);
  });

  it('leaves nothing when the transaction rolls back', async () => {
    const session = await db.connect();
    await session.query('begin; select pggit.link_migration(1); rollback');
    expect(await linksOf(db.client)).toEqual([]);
  });

  it('refuses no number (PGX02)', async () => {
    const failure = await failureOf(db.client.query('select pggit.link_migration(null)'));
    expect(failure.code).toBe('PGX02');
    expect(failure.hint).not.toBe('');
  });

  it.each([[''], ['   '], [null]])('refuses %j for a tool (PGX01)', async (tool) => {
    const failure = await failureOf(db.client.query('select pggit.link_migration(1, $1)', [tool]));
    expect(failure.code).toBe('PGX01');
    expect(failure.hint).not.toBe('');
  });
});
