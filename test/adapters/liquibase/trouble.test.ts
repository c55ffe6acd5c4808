import { once } from 'node:events';
import { liquibase, useDatabase } from '@pggit/testing';
import { authorsOf, endAsleep, leftOver, readHistory, untilAsleep } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { kill } from '../../sql/deployments/session.js';
import { runLiquibase, settingsFor, sqlChangelog, startLiquibase, useProject } from './project.js';

const tool = await liquibase(4);
const POLL = { LIQUIBASE_CHANGELOG_LOCK_POLL_RATE: '1' };

describe.skipIf(tool === undefined)('a run of Liquibase', { timeout: 60_000 }, () => {
  const db = useDatabase({ per: 'test' });
  const project = useProject();
  const jvm = () => {
    if (tool === undefined) throw new Error('skipped');
    return tool;
  };
  const settings = (more: Record<string, string> = {}) => ({
    ...settingsFor(db, 'log.sql'),
    ...POLL,
    ...more,
  });
  const run = (...args: string[]) => runLiquibase(jvm(), project, settings(), ...args);
  const isLocked = async () =>
    (await db.client.query('select locked from databasechangeloglock')).rows[0]?.locked;

  it('that was killed is closed by release-locks, with the changesets it had run', async () => {
    await project.write(
      'log.sql',
      sqlChangelog(
        ['me:1', 'create table a (id int);'],
        ['me:2', 'create table b (id int);', 'select pg_sleep(60);'],
      ),
    );
    const running = startLiquibase(jvm(), project.directory, settings(), 'update');
    await untilAsleep(db.client);
    running.process.kill('SIGKILL');
    await once(running.process, 'exit');
    expect(await isLocked()).toBe(true);

    const released = await run('release-locks');

    expect(released, released.stderr).toMatchObject({ exitCode: 0 });
    const { deployments, links, commits } = await readHistory(db.client);
    expect(deployments).toMatchObject([
      { status: 'interrupted', reason: 'another session released its lock' },
    ]);
    expect(links).toMatchObject([{ key: 'log.sql::1::me', commit: commits[0]?.id }]);
    // Its statement goes on in the server, and nobody waits for it.
    await endAsleep(db.client);
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('beside another one waits for it, and has nothing to do', async () => {
    const zero = ['me:0', 'create table z (id int);'] as const;
    // Not in the very first run: who of two makes Liquibase's tables is not settled by its lock.
    await project.write('log.sql', sqlChangelog(zero));
    await run('update');
    await project.write(
      'log.sql',
      sqlChangelog(
        zero,
        ['me:1', 'create table a (id int);', 'select pg_sleep(4);'],
        ['me:2', 'create table b (id int);'],
      ),
    );
    const first = run('update');
    await untilAsleep(db.client);
    const outcomes = await Promise.all([first, run('update')]);
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const { deployments, links, commits } = await readHistory(db.client);
    expect(deployments.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(links.slice(1).map(({ key, commit }) => [key, commit])).toEqual([
      ['log.sql::1::me', commits[1]?.id],
      ['log.sql::2::me', commits[1]?.id],
    ]);
    expect(commits).toHaveLength(2);
  });

  it('has its tables under names and in a schema of the team’s own', async () => {
    await db.client.query('create schema ops');
    await project.write('log.sql', sqlChangelog(['me:1', 'create table public.a (id int);']));
    const names = [
      '--liquibase-schema-name=ops',
      '--database-changelog-table-name=schema_changes',
      '--database-changelog-lock-table-name=schema_changes_lock',
    ];
    expect(await run(...names, 'update')).toMatchObject({ exitCode: 0 });
    const { deployments, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'completed' }]);
    expect(links).toMatchObject([{ source: 'ops.schema_changes', deployment: deployments[0]?.id }]);
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('has failed for certain where a changeset without a transaction stopped half-way', async () => {
    await project.write(
      'log.sql',
      sqlChangelog(
        ['me:1', 'create table a (id int);'],
        ['me:2 runInTransaction:false', 'create index concurrently a_id on a (id);'],
        ['me:3 runInTransaction:false', 'create table half (id int);', 'select 1/0;'],
        ['me:4', 'create table never (id int);'],
      ),
    );
    expect((await run('update')).exitCode).not.toBe(0);
    expect(await isLocked()).toBe(false);
    const { deployments, links, commits } = await readHistory(db.client);
    expect(deployments).toMatchObject([
      { status: 'failed', reason: 'a migration stopped half-way: 1 of its changes has no link' },
    ]);
    expect(links.map(({ key }) => key)).toEqual(['log.sql::1::me', 'log.sql::2::me']);
    expect(await authorsOf(db.client, commits[0]?.id ?? null)).toEqual({
      'public.a': 'log.sql::1::me',
      'public.half': null,
    });
    const { rows } = await db.client.query(
      "select migration_key as key from pggit.show() where identity = 'public.a_id'",
    );
    expect(rows).toEqual([{ key: 'log.sql::2::me' }]);
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('ends as without pggit when every trigger of pggit fails, and leaves no lock', async () => {
    await project.write('log.sql', sqlChangelog(['me:1', 'create table a (id int);']));
    await db.client.query(
      `alter table pggit.deployments add constraint broken check (name is null) not valid;
       alter table pggit.external_migrations add constraint broken check (source is null) not valid`,
    );
    const outcome = await run('update');
    expect(outcome, outcome.stderr).toMatchObject({ exitCode: 0 });
    expect(await isLocked()).toBe(false);
    const { rows } = await db.client.query('select distinct stage from pggit.capture_errors');
    expect(rows.map(({ stage }) => stage).sort()).toEqual(['link', 'lock']);
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('of a session that is lost while it holds the lock is closed by who comes next', async () => {
    const holder = await db.connect();
    await project.write('log.sql', sqlChangelog(['me:1', 'create table a (id int);']));
    expect(await run('update')).toMatchObject({ exitCode: 0 });
    await holder.query("update databasechangeloglock set locked = true, lockedby = 'lost'");
    await holder.query('create table public.landed ()');
    await kill(holder, db.client);
    await db.client.query('update databasechangeloglock set locked = false');
    const { deployments } = await readHistory(db.client);
    expect(deployments.map(({ name, status }) => [name, status])).toEqual([
      [expect.stringMatching(/^liquibase on /), 'completed'],
      ['liquibase on lost', 'interrupted'],
    ]);
    expect(await leftOver(db.client)).toEqual([]);
  });
});
