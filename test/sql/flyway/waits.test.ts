import { useDatabase } from '@pggit/testing';
import { authorsOf, readHistory } from '@pggit/testing/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { HISTORY, migrate, row, type Sessions } from './run.js';

const db = useDatabase({ per: 'test' });
const JDBC = { application_name: 'PostgreSQL JDBC Driver' };

describe('a migration of Flyway whose changes could not become a commit at once', () => {
  let run: Sessions;

  beforeEach(async () => {
    await db.client.query(HISTORY);
    run = { main: await db.connect(JDBC), migration: await db.connect(JDBC) };
    await migrate(run, 1, ['create table public.a ()'], { callbacks: false });
    await db.client.query('create table public.other1 ()');
    const locking = await db.connect();
    await locking.query('begin; lock table pggit.deployments in access exclusive mode');
    await migrate(run, 2, ['create table public.b ()'], { callbacks: false });
    await locking.query('rollback');
  });

  it('is in the commit that takes them up, and in none before', async () => {
    const before = (await readHistory(db.client)).links;
    expect(before).toMatchObject([{ key: '1' }, { key: '2', commit: null }]);
    await db.client.query('create table public.other2 ()');

    const { links, commits } = await readHistory(db.client);
    expect(links.map(({ commit }) => commit)).toEqual([commits[0]?.id, commits[2]?.id]);
    expect(await authorsOf(db.client, commits[2]?.id ?? null)).toEqual({ 'public.b': '2' });
    const { rows } = await db.client.query('select * from pggit.verify_history()');
    expect(rows).toEqual([]);
  });

  it('is in the commit of a stranger that builds on them', async () => {
    await db.client.query(
      "begin; set local lock_timeout = '5s'; alter table public.b add id int; commit",
    );
    const { links } = await readHistory(db.client);
    const { rows } = await db.client.query(
      `select distinct c.commit_id as commit from pggit.changes c
         join pggit.external_migrations m using (link_id) where m.migration_key = '2'`,
    );
    expect(links[1]?.commit).not.toBeNull();
    expect(rows).toEqual([{ commit: links[1]?.commit }]);
  });
});

describe('a row of Flyway whose migration changed nothing', () => {
  it('names no commit, and none that strangers make later', async () => {
    await db.client.query(HISTORY);
    await db.client.query('create table public.other1 ()');
    await (await db.connect()).query(row(1, '1'));
    await db.client.query('create table public.other2 ()');

    const { links } = await readHistory(db.client);
    expect(links).toMatchObject([{ key: '1', commit: null }]);
  });
});
