import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { launcher, liquibase, useDatabase } from '@pggit/testing';
import { leftOver, readHistory, saidBy } from '@pggit/testing/contract';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  jdbcUrl,
  runLiquibase,
  runPggit,
  settingsFor,
  sqlChangelog,
  useProject,
  xmlChangelog,
} from './project.js';

const tool = await liquibase(4);

describe.skipIf(tool === undefined)('the outcome of a run', { timeout: 60_000 }, () => {
  const db = useDatabase({ per: 'test' });
  const project = useProject();
  beforeAll(async () => {
    if (tool === undefined) return;
    await project.write('liquibase', launcher(tool));
    await chmod(join(project.directory, 'liquibase'), 0o755);
  });

  it('is confirmed by the changelog that pggit liquibase init writes, in runs that get to it', async () => {
    if (tool === undefined) return;
    const init = (...flags: string[]) =>
      runPggit(project, {}, 'liquibase', 'init', '--dir', 'db', ...flags);
    expect(await init('--check')).toMatchObject({
      exitCode: 4,
      stdout: 'missing db/pggit-success.xml\n',
    });
    const written = await init();
    expect(written.stdout).toContain('wrote db/pggit-success.xml\n');
    const [include = ''] = /<include .*>/.exec(written.stdout) ?? [];
    expect(await init('--check')).toMatchObject({ exitCode: 0 });
    const changeset = (id: number, sql: string) =>
      `<changeSet id="${id}" author="me"><sql>${sql}</sql></changeSet>`;
    const run = async (command: string[], ...changesets: string[]) => {
      await project.write('db/root.xml', xmlChangelog(...changesets, include));
      return runLiquibase(tool, project, settingsFor(db, 'db/root.xml'), ...command);
    };
    const one = changeset(1, 'create table a (id int)');
    const two =
      '<changeSet id="2" author="me"><createTable tableName="b"><column name="id" type="int"/></createTable></changeSet>';

    expect(await run(['update'], one)).toMatchObject({ exitCode: 0 });
    expect(await run(['tag', 'v1'], one)).toMatchObject({ exitCode: 0 });
    expect(await run(['update'], one, two)).toMatchObject({ exitCode: 0 });
    // It writes no row, so a tag and a way back are those of the migrations.
    const { rows } = await db.client.query('select id, tag from databasechangelog order by id');
    expect(rows).toEqual([
      { id: '1', tag: 'v1' },
      { id: '2', tag: null },
    ]);
    expect(await run(['rollback', 'v1'], one, two)).toMatchObject({ exitCode: 0 });
    expect((await run(['update'], one, two, changeset(3, 'select 1/0'))).exitCode).not.toBe(0);

    const notConfirmed = 'outcome not confirmed: the lock is released after a failure as well';
    const { deployments, links } = await readHistory(db.client);
    expect(deployments.map(({ status, reason }) => [status, reason])).toEqual([
      ['completed', null],
      ['completed', null],
      ['completed', notConfirmed],
      ['completed', notConfirmed],
    ]);
    expect(links.map(({ key, direction }) => [key, direction])).toEqual([
      ['db/root.xml::1::me', 'up'],
      ['db/root.xml::2::me', 'up'],
      ['db/root.xml::2::me', 'down'],
      ['db/root.xml::2::me', 'up'],
    ]);
  });

  it('is certain through pggit liquibase, which reads liquibase.properties', async () => {
    await project.write(
      'log.sql',
      sqlChangelog(['me:1', 'create table a (id int);'], ['me:2', 'select 1/0;']),
    );
    const { username, password } = new URL(db.url);
    await project.write(
      'liquibase.properties',
      [
        `url: ${jdbcUrl(db).replace(/\?.*/, '')}?ApplicationName=billing`,
        `username: ${decodeURIComponent(username)}`,
        `password: ${decodeURIComponent(password)}`,
        'changelog-file: log.sql',
      ].join('\n'),
    );
    const run = (...args: string[]) =>
      // Settings for libpq, of which its driver knows nothing.
      runPggit(project, { PGOPTIONS: '-c work_mem=8MB' }, 'liquibase', ...args);

    const failed = await run('--program', './liquibase', '--tag', 'billing', '--', 'update');

    expect(failed.exitCode).not.toBe(0);
    expect(failed.stderr).toContain('division by zero');
    expect(saidBy(failed)).toEqual([
      expect.stringMatching(
        /^'liquibase update' failed; what had landed is recorded: 1 change, 1 migration/,
      ),
    ]);
    const { deployments, links, commits } = await readHistory(db.client);
    expect(deployments).toMatchObject([
      { name: 'liquibase update', status: 'failed', reason: 'exit code 1' },
    ]);
    expect(links).toMatchObject([{ key: 'log.sql::1::me', commit: commits[0]?.id }]);

    await project.write(
      'log.sql',
      sqlChangelog(['me:1', 'create table a (id int);'], ['me:2', 'create table b (id int);']),
    );
    expect(await run('--program', './liquibase', '--', 'update')).toMatchObject({ exitCode: 0 });
    const { rows } = await db.client.query(
      'select distinct application_name from pggit.changes where deployment_id is not null',
    );
    expect(rows).toEqual([{ application_name: 'billing' }]);
    expect((await readHistory(db.client)).deployments.at(-1)).toMatchObject({
      status: 'completed',
      reason: null,
    });
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('is not certain where its session did not join, which pggit run says', async () => {
    await project.write('log.sql', sqlChangelog(['me:1', 'create table a (id int);']));
    await project.write('liquibase.properties', `url=${jdbcUrl(db)}\nchangelog-file=log.sql\n`);
    const outcome = await runPggit(
      project,
      { PGGIT_DATABASE_URL: db.url, PGGIT_REQUIRED: 'true' },
      ...['run', '--name', 'release 12', '--tag', 'billing', '--', './liquibase', 'update'],
    );
    expect(outcome).toMatchObject({ exitCode: 0 });
    expect(saidBy(outcome)).toEqual([
      'warning: no session of this command joined its deployment: 1 change and 1 migration ' +
        'recorded outside of this deployment (by PostgreSQL JDBC Driver); ' +
        'its name, message and tags are not used',
      expect.stringMatching(/^hint: .*`pggit liquibase`/),
    ]);
    expect((await readHistory(db.client)).deployments).toMatchObject([
      { name: expect.stringMatching(/^liquibase on /), status: 'completed' },
    ]);
  });

  it('is that of triggers alone where pggit liquibase finds no URL, which it says', async () => {
    const echo = ['--program', 'echo', '--', '--url=offline:postgresql', 'update-sql'];
    const outcome = await runPggit(project, {}, 'liquibase', ...echo);
    expect(outcome).toMatchObject({ exitCode: 0, stdout: '--url=offline:postgresql update-sql\n' });
    expect(saidBy(outcome)).toEqual([
      'warning: neither name nor outcome of this run is recorded: no PostgreSQL URL on its command line, in LIQUIBASE_COMMAND_URL or in its properties file',
      expect.stringContaining('its triggers record the run all the same'),
    ]);
    const required = await runPggit(project, {}, 'liquibase', '--required', ...echo);
    expect(required).toMatchObject({ exitCode: 125, stdout: '' });
  });

  it('is nobody’s business where it is switched off', async () => {
    const env = { PGGIT_ENABLED: 'false', LIQUIBASE_COMMAND_URL: jdbcUrl(db) };
    const outcome = await runPggit(project, env, 'liquibase', '--program', 'env', '--');
    expect(outcome.stdout).toContain(`LIQUIBASE_COMMAND_URL=${jdbcUrl(db)}\n`);
    expect(outcome.stderr).toBe('');
  });

  it('takes its triggers from pggit liquibase attach', async () => {
    const attach = (...flags: string[]) =>
      runPggit(project, { DATABASE_URL: db.url }, 'liquibase', 'attach', ...flags);
    expect((await attach()).stdout).toMatch(/^Liquibase has no tables here yet/);
    await db.client.query(
      `create table public.databasechangeloglock
         (id int primary key, locked boolean not null, lockgranted timestamp, lockedby text);
       drop trigger zz_pggit_lock on databasechangeloglock`,
    );
    expect(await attach()).toMatchObject({
      exitCode: 0,
      stdout: 'public.databasechangeloglock: its holding is a deployment\n',
    });
    expect(JSON.parse((await attach('--json')).stdout)).toEqual([
      {
        source: 'public.databasechangeloglock',
        toolName: 'liquibase',
        isLock: true,
        attached: true,
      },
    ]);
  });
});
