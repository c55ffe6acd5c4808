import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';
import { begin, end, warningsOf } from '../deployments/session.js';
import { commitsOf, shown } from '../history/readback.js';
import { createHistoryTable, migrate, record, unrecord } from './history-table.js';
import { linksOf } from './readback.js';

/** Breaks every link from here on, as a half-failed repair of pggit's tables might. */
const BREAK =
  "alter table pggit.external_migrations add constraint broken check (migration_key = '')";

describe('a link trigger that fails', () => {
  const db = useDatabase({ per: 'test' });

  const broken = async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await db.client.query(BREAK);
    return session;
  };
  const rowsOf = async () =>
    (await db.client.query('select name from public.pgmigrations order by id')).rows.map(
      ({ name }) => name,
    );

  it('warns, and the row is inserted', async () => {
    const session = await broken();
    const warnings = warningsOf(session);
    await record(session, '1_a');
    expect(await rowsOf()).toEqual(['1_a']);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.message).toMatch(/^pggit/);
    expect(await linksOf(db.client)).toEqual([]);
  });

  it('costs the migration nothing but its link: the change is recorded', async () => {
    const session = await broken();
    await migrate(session, '1_a', 'create table public.a ()');
    expect(await rowsOf()).toEqual(['1_a']);
    expect(await shown(db.client)).toEqual(['added table public.a']);
    expect(await commitsOf(db.client)).toMatchObject([{ changes: 1, migrations: 0 }]);
  });

  it('costs a deployment nothing but the link', async () => {
    const session = await broken();
    await begin(session, 'up');
    await migrate(session, '1_a', 'create table public.a ()');
    await migrate(session, '2_b', 'create table public.b ()');
    await end(session);
    expect(await shown(db.client)).toEqual(['added table public.a', 'added table public.b']);
    expect(await commitsOf(db.client)).toMatchObject([{ deploymentName: 'up', changes: 2 }]);
  });

  it('warns where the column that names migrations has another name, and links nothing', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await record(session, '1_a');
    await session.query('alter table public.pgmigrations rename name to title');
    const warnings = warningsOf(session);
    await session.query("insert into public.pgmigrations (title, run_on) values ('2_b', now())");
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining(
        'history table public.pgmigrations has no readable column name, which names the migrations of node-pg-migrate',
      ),
    ]);
    expect((await linksOf(db.client)).map(({ key }) => key)).toEqual(['1_a']);
    await session.query('alter table public.pgmigrations rename title to name');
    await db.client.query('select pggit.backfill_links()');
    expect((await linksOf(db.client)).map(({ key }) => key)).toEqual(['1_a', '2_b']);
  });

  it('leaves a row in capture_errors that names the table', async () => {
    const session = await broken();
    await record(session, '1_a');
    const { rows } = await db.client.query(
      'select stage, sqlstate, message, objects from pggit.capture_errors',
    );
    expect(rows).toEqual([
      {
        stage: 'link',
        sqlstate: '23514',
        message: expect.stringContaining('broken'),
        objects: ['public.pgmigrations'],
      },
    ]);
  });

  it('lets a row be deleted and updated as well', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await record(session, '1_a');
    await record(session, '2_b');
    await db.client.query(`${BREAK} not valid`);
    const warnings = warningsOf(session);
    await unrecord(session, '2_b');
    await session.query("update public.pgmigrations set name = '1_renamed'");
    expect(await rowsOf()).toEqual(['1_renamed']);
    expect(warnings).toHaveLength(2);
  });

  it('fails the migration when pggit.on_error says raise', async () => {
    const session = await broken();
    await session.query("set pggit.on_error = 'raise'");
    await failureOf(record(session, '1_a'));
    expect(await rowsOf()).toEqual([]);
  });

  it('fails nothing when the whole table of links is gone', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await db.client.query('alter table pggit.external_migrations rename to lost');
    await migrate(session, '1_a', 'create table public.a ()');
    expect(await rowsOf()).toEqual(['1_a']);
    await db.client.query('alter table pggit.lost rename to external_migrations');
  });
});
