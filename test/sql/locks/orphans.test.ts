import { useDatabase } from '@pggit/testing';
import { authorsOf, leftOver, readHistory } from '@pggit/testing/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { current, kill } from '../deployments/session.js';
import { LiquibaseSession } from './liquibase-session.js';

describe('a run that does not come to its end', () => {
  const db = useDatabase({ per: 'test' });
  let dead: LiquibaseSession;
  let other: LiquibaseSession;
  beforeEach(async () => {
    dead = new LiquibaseSession(await db.connect());
    other = new LiquibaseSession(await db.connect());
    await dead.createTables();
    await dead.lock();
    await dead.changeset('1', 'create table public.a (id int)');
  });

  const closed = async (reason: string) => {
    const { deployments, links, commits } = await readHistory(db.client);
    expect(deployments[0]).toMatchObject({ status: 'interrupted', reason });
    expect(links[0]).toMatchObject({ key: 'log.sql::1::me', commit: commits[0]?.id });
    expect(await authorsOf(db.client, commits[0]?.id ?? null)).toEqual({
      'public.a': 'log.sql::1::me',
    });
  };

  it('is closed as interrupted, with its links, by who releases its lock', async () => {
    await kill(dead.session, db.client);
    await other.release();
    await closed('another session released its lock');
    expect(await current(other.session)).toBeNull();
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('is closed also while its session lives on, and what that still does is recorded', async () => {
    await dead.session.query('begin');
    await dead.session.query('create table public.late ()');
    await other.release();
    await closed('another session released its lock');
    await dead.session.query('commit');
    await other.run(() => other.changeset('2', 'create table public.b (id int)'));
    const { deployments } = await readHistory(db.client);
    expect(deployments.map(({ status }) => status)).toEqual(['interrupted', 'completed']);
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('is closed by the next run, where somebody emptied the lock by hand', async () => {
    await kill(dead.session, db.client);
    await db.client.query('delete from databasechangeloglock');
    await db.client.query('insert into databasechangeloglock (id, locked) values (1, false)');
    await other.run(() => other.changeset('2', 'create table public.b (id int)'));
    await closed('the session that opened it is gone');
    const { deployments } = await readHistory(db.client);
    expect(deployments.map(({ status }) => status)).toEqual(['interrupted', 'completed']);
  });

  it('is closed by the next run also while its session lives on, as behind a pooler', async () => {
    await db.client.query('truncate databasechangeloglock');
    await db.client.query('insert into databasechangeloglock (id, locked) values (1, false)');
    await other.run(() => other.changeset('2', 'create table public.b (id int)'));
    await closed('another run has its lock');
    const { deployments } = await readHistory(db.client);
    expect(deployments.map(({ status }) => status)).toEqual(['interrupted', 'completed']);
  });

  it('is not closed by the lock of another schema', async () => {
    await db.client.query('create schema elsewhere');
    const tables = { changelog: 'elsewhere.log', lock: 'elsewhere.lock' };
    const second = new LiquibaseSession(other.session, tables);
    await second.createTables();
    await second.run(() => second.changeset('1', 'create table elsewhere.t (id int)'));
    await second.release();
    await dead.changeset('2', 'create table public.b (id int)');
    await dead.release();
    const { deployments, links } = await readHistory(db.client);
    expect(deployments.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(links.map(({ source, deployment }) => [source, deployment])).toEqual([
      ['public.databasechangelog', deployments[0]?.id],
      ['elsewhere.log', deployments[1]?.id],
      ['public.databasechangelog', deployments[0]?.id],
    ]);
  });
});
