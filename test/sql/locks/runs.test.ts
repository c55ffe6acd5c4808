import { uniqueRole, useDatabase } from '@pggit/testing';
import { authorsOf, leftOver, readHistory } from '@pggit/testing/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { begin, current, end, warningsOf } from '../deployments/session.js';
import { LiquibaseSession } from './liquibase-session.js';

const NOT_CONFIRMED = 'outcome not confirmed: the lock is released after a failure as well';

describe('a run that holds the lock of its tool', () => {
  const db = useDatabase({ per: 'test' });
  let tool: LiquibaseSession;
  beforeEach(async () => {
    tool = new LiquibaseSession(await db.connect());
    await tool.createTables();
  });

  it('is one deployment, named after who holds it, and each row is linked to its changes', async () => {
    await tool.run(async () => {
      await tool.changeset('1', 'create table public.a (id int)');
      await tool.changeset('2', 'alter table public.a add note text');
      await tool.changeset('3', 'create table public.b (id int)');
    });
    const { deployments, commits, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([
      { name: 'liquibase on ci', status: 'completed', reason: NOT_CONFIRMED },
    ]);
    expect(commits).toMatchObject([
      {
        deployment: deployments[0]?.id,
        message: 'liquibase on ci: 3 migrations\n\nlog.sql::1::me\nlog.sql::2::me\nlog.sql::3::me',
      },
    ]);
    expect(links).toHaveLength(3);
    expect(await authorsOf(db.client, commits[0]?.id ?? null)).toEqual({
      'public.a': 'log.sql::1::me, log.sql::2::me',
      'public.b': 'log.sql::3::me',
    });
    expect(await current(tool.session)).toBeNull();
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('leaves nothing where nothing ran, nor where nobody held the lock', async () => {
    await tool.run(async () => {});
    await tool.release();
    expect((await readHistory(db.client)).deployments).toEqual([]);
  });

  it('is confirmed where its last changeset says so', async () => {
    const isDone = "select pg_catalog.set_config('pggit.outcome', 'ok', false)";
    await tool.run(async () => {
      await tool.changeset('1', 'create table public.a (id int)');
      await tool.query(isDone);
    });
    await tool.run(() => tool.changeset('2', 'create table public.b (id int)'));
    // One that runs behind it takes the word back.
    await tool.run(async () => {
      await tool.query(isDone);
      await tool.changeset('3', 'create table public.c (id int)');
    });
    const { deployments } = await readHistory(db.client);
    expect(deployments.map(({ reason }) => reason)).toEqual([null, NOT_CONFIRMED, NOT_CONFIRMED]);
  });

  it('has no migration in the row that changelog-sync writes for its marker', async () => {
    await tool.run(() =>
      tool.query(`insert into databasechangelog (id, author, filename, dateexecuted, orderexecuted,
        exectype) values ('pggit-success', 'pggit', 'pggit/liquibase', now(), 2, 'EXECUTED')`),
    );
    expect((await readHistory(db.client)).links).toEqual([]);
  });

  it('has failed where changes come behind its last row', async () => {
    await tool.run(async () => {
      await tool.changeset('1', 'create table public.a (id int)');
      await tool.query('create table public.half ()');
    });
    const { deployments, commits } = await readHistory(db.client);
    expect(deployments).toMatchObject([
      { status: 'failed', reason: 'a migration stopped half-way: 1 of its changes has no link' },
    ]);
    expect(await authorsOf(db.client, commits[0]?.id ?? null)).toEqual({
      'public.a': 'log.sql::1::me',
      'public.half': null,
    });
  });

  it('has not failed where it went past such changes to its end', async () => {
    await tool.run(async () => {
      await tool.changeset('1', 'create table public.a (id int)');
      await tool.query('create table public.half ()');
      await tool.query("select pg_catalog.set_config('pggit.outcome', 'ok', false)");
    });
    const { deployments } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'completed', reason: null }]);
  });

  it('may be of something that writes no row, which is no failure', async () => {
    await tool.run(() => tool.query('create table public.a ()'));
    const { deployments, commits } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'completed', reason: NOT_CONFIRMED }]);
    expect(commits).toMatchObject([{ message: 'liquibase on ci' }]);
  });

  it.each(['reset all', 'discard all'])('goes on after %s', async (statement) => {
    const isLocal = statement === 'reset all';
    await tool.run(async () => {
      await tool.changeset('1', 'create table public.a (id int)');
      if (!isLocal) await tool.session.query(statement);
      await tool.changeset(
        '2',
        `create table public.b (id int); ${isLocal ? statement : ''}; alter table public.a add note text`,
      );
      if (!isLocal) await tool.session.query(statement);
      await tool.changeset('3', 'create table public.c (id int)');
      if (isLocal) await tool.query(statement);
    });
    await tool.query('create table public.later (id int)');
    const { deployments, commits, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'completed', reason: NOT_CONFIRMED }]);
    expect(commits.map(({ message }) => message.split('\n')[0])).toEqual([
      'liquibase on ci: 3 migrations',
      expect.stringContaining('public.later'),
    ]);
    expect(links.map(({ key }) => key)).toEqual([
      'log.sql::1::me',
      'log.sql::2::me',
      'log.sql::3::me',
    ]);
    expect(await authorsOf(db.client, commits[0]?.id ?? null)).toEqual({
      'public.a': 'log.sql::1::me, log.sql::2::me',
      'public.b': 'log.sql::2::me',
      'public.c': 'log.sql::3::me',
    });
    expect(await current(tool.session)).toBeNull();
  });

  it('is part of the deployment its session is in, whose opener ends it', async () => {
    const outer = await db.connect();
    const id = await begin(outer, 'outer');
    await tool.session.query("select set_config('pggit.deployment', $1, false)", [id]);
    await tool.run(() => tool.changeset('1', 'create table public.a (id int)'));
    expect(await current(tool.session)).toBe(id);
    await end(outer, 'by hand');
    const { deployments, links, commits } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ id, name: 'outer', status: 'completed', reason: null }]);
    expect(links).toMatchObject([{ deployment: id, commit: commits[0]?.id }]);
  });

  it('takes no changes of other sessions, which make commits of their own', async () => {
    const other = await db.connect();
    await tool.run(async () => {
      await tool.query('create table public.a (id int)');
      await other.query('create table public.others ()');
      await tool.record('1');
    });
    const { commits } = await readHistory(db.client);
    expect(commits.map(({ message }) => message.split(':')[0])).toEqual([
      'added table public.others',
      'liquibase on ci',
    ]);
    expect(await authorsOf(db.client, commits[1]?.id ?? null)).toEqual({
      'public.a': 'log.sql::1::me',
    });
  });

  it('tells a changeset that ran again from a tag and a new checksum, and how each ran', async () => {
    await tool.run(async () => {
      await tool.changeset('1', 'create view public.v as select 1 as one');
      await tool.record('2', 'MARK_RAN');
    });
    await tool.query("update databasechangelog set tag = 'v1', md5sum = '9:new' where id = '1'");
    await tool.run(async () => {
      await tool.query('create or replace view public.v as select 1 as one, 2 as two');
      await tool.query(`update databasechangelog set orderexecuted = 3, exectype = 'RERAN',
        deployment_id = '5659442183', dateexecuted = now() where id = '1'`);
    });
    const { rows } = await db.client.query(
      `select migration_key as key, run, exec_type, checksum, (
         select string_agg(s.change || ' ' || s.identity, ', ') from pggit.show(m.pggit_commit_id::text) s
         where s.migration_key = m.migration_key) as changed
       from pggit.external_migrations m order by link_id`,
    );
    expect(rows).toMatchObject([
      { key: 'log.sql::1::me', run: 1, exec_type: 'EXECUTED', changed: 'added public.v' },
      { key: 'log.sql::2::me', run: 1, exec_type: 'MARK_RAN', changed: null },
      { key: 'log.sql::1::me', run: 2, exec_type: 'RERAN', changed: 'changed public.v' },
    ]);
    expect(rows.map(({ checksum }) => checksum)).toEqual([
      '9:new',
      '9:4cf799b1140772e8b37483eeeab9230e',
      '9:new',
    ]);
  });

  it('that takes a changeset back reverts its link, with what that changed', async () => {
    await tool.run(() => tool.changeset('1', 'create table public.a (id int)'));
    await tool.run(async () => {
      await tool.query('drop table public.a');
      await tool.query("delete from databasechangelog where id = '1'");
    });
    const { links, commits } = await readHistory(db.client);
    expect(links).toMatchObject([
      { direction: 'up', reverted: true, commit: commits[0]?.id },
      { direction: 'down', reverted: false, commit: commits[1]?.id },
    ]);
    expect(await authorsOf(db.client, commits[1]?.id ?? null)).toEqual({
      'public.a': 'log.sql::1::me',
    });
  });

  it('needs no right on pggit', async () => {
    const { name, password } = await uniqueRole(db.client);
    await db.client.query(`grant create on schema public to ${name};
      grant all on databasechangelog, databasechangeloglock to ${name}`);
    const session = await db.connect({ user: name, password });
    const warnings = warningsOf(session);
    const theirs = new LiquibaseSession(session);
    await theirs.run(() => theirs.changeset('1', 'create table public.a (id int)'));
    expect(warnings).toEqual([]);
    const { rows } = await db.client.query('select opened_by, role_name from pggit.deployments');
    expect(rows).toEqual([{ opened_by: name, role_name: name }]);
    expect((await readHistory(db.client)).links).toMatchObject([{ key: 'log.sql::1::me' }]);
  });

  it('is no deployment of a session that is not tracked', async () => {
    await tool.session.query("set pggit.tracking = 'off'");
    await tool.run(() => tool.changeset('1', 'create table public.a (id int)'));
    expect((await readHistory(db.client)).deployments).toEqual([]);
  });

  it('is none while pggit is switched off for an emergency', async () => {
    await db.client.query("select pggit.emergency_disable('1 hour')");
    await tool.run(() => tool.changeset('1', 'create table public.a (id int)'));
    await db.client.query('select pggit.emergency_enable()');
    expect(await readHistory(db.client)).toMatchObject({ deployments: [], links: [] });
    await tool.run(() => tool.changeset('2', 'create table public.b (id int)'));
    expect((await readHistory(db.client)).links).toMatchObject([{ key: 'log.sql::2::me' }]);
  });

  it('ends with the drop of its lock, as drop-all has it', async () => {
    await tool.run(() => tool.changeset('1', 'create table public.a (id int)'));
    await tool.lock();
    await tool.query('drop table public.a cascade');
    await tool.query(
      'drop table public.databasechangelog; drop table public.databasechangeloglock',
    );
    const { deployments, commits } = await readHistory(db.client);
    expect(deployments).toMatchObject([
      { status: 'completed' },
      { status: 'completed', reason: NOT_CONFIRMED, commit: commits[1]?.id },
    ]);
    expect(await current(tool.session)).toBeNull();
    // The next run makes its tables again.
    await tool.createTables();
    await tool.run(() => tool.changeset('1', 'create table public.a (id int)'));
    const { links } = await readHistory(db.client);
    expect(links.map(({ run }) => run)).toEqual([1, 2]);
    expect(await leftOver(db.client)).toEqual([]);
  });
});
