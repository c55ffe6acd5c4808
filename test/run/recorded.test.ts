import { clientPrograms, uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { run, urlWith, variables } from '../cli/pggit.js';
import { enterManualMode } from '../sql/deployments/session.js';
import { nodeProgram, onlyDeployment, pggitRun, statements } from './pggit-run.js';

const programs = await clientPrograms();

describe('pggit run', () => {
  const db = useDatabase({ per: 'test' });

  it('records what a command does over many sessions as one deployment', async () => {
    const command = statements('create table public.a ()', 'create table public.b ()');
    expect(await pggitRun(command, { url: db.url })).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: expect.stringMatching(
        /^pggit: recorded 'node': 2 changes, 0 migrations, commit [0-9a-f]{8}$/,
      ),
    });
    expect(await onlyDeployment(db.client)).toMatchObject({
      name: 'node',
      status: 'completed',
      changes: ['added table public.a', 'added table public.b'],
      commits: [{ message: 'node', tags: [] }],
    });
  });

  it.skipIf(programs === undefined)('records a script of psql', async () => {
    const script = "begin; create table public.a (id int); commit; \\echo 'from psql'\n";
    const { stdout, stderr, exitCode } = await run(
      ['run', '--', 'sh', '-c', 'psql -X -q "$DATABASE_URL" -f -'],
      { url: db.url, env: { PATH: `${programs?.folder}:${process.env.PATH}` }, input: script },
    );
    expect({ stdout, exitCode }).toEqual({ stdout: 'from psql', exitCode: 0 });
    expect(stderr).toMatch(/^pggit: recorded 'sh': 1 change, /);
    expect(await onlyDeployment(db.client)).toMatchObject({ changes: ['added table public.a'] });
  });

  it('takes name, message and tags from flags, else from the environment', async () => {
    const flags = ['--name', 'release 12', '--message', 'Add a\n\nWith care.', '--tag', 'v12'];
    await pggitRun(statements('create table public.a ()'), {
      url: db.url,
      flags: [...flags, '--tag', 'billing'],
    });
    const env = { PGGIT_NAME: 'of the environment', PGGIT_MESSAGE: 'Add b', PGGIT_TAGS: 'x, y' };
    await pggitRun(statements('create table public.b ()'), { url: db.url, env });
    const { rows } = await db.client.query(
      `select deployment_name as name, message, tags from pggit.log() where deployment_id is not null`,
    );
    expect(rows).toEqual([
      { name: 'of the environment', message: 'Add b', tags: ['x', 'y'] },
      { name: 'release 12', message: 'Add a\n\nWith care.', tags: ['billing', 'v12'] },
    ]);
  });

  it('leaves no deployment where nothing changed, and says nothing', async () => {
    const command = statements('begin; create table public.a (); rollback');
    expect(await pggitRun(command, { url: db.url })).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
    expect((await db.client.query('select from pggit.deployments')).rowCount).toBe(0);
  });

  it('gives input, output and arguments to the command as they are', async () => {
    const command = ['sh', '-c', 'cat; printf "<%s>" "$@"; echo of the command >&2', 'sh'];
    const args = ['--json', '--url', 'x', '', 'a b', '--', '*'];
    const { stdout, stderr } = await run(['run', '--', ...command, ...args], {
      url: db.url,
      input: 'typed',
    });
    expect(stdout).toBe('typed<--json><--url><x><><a b><--><*>');
    expect(stderr).toMatch(/^of the command\npggit: warning: nothing was recorded/);
  });

  it('keeps server options of the URL and of PGOPTIONS', async () => {
    await db.client.query('create schema one; create schema two');
    await pggitRun(statements('create table a ()'), { url: urlWith(db.url, 'search_path=one') });
    const byEnvironment = nodeProgram(`
      const { hostname: host, port, username: user, password, pathname } = new URL(process.env.ADDRESS);
      const client = new pg.Client({ host, port, user, password, database: pathname.slice(1) });
      await client.connect(); await client.query('create table a ()'); await client.end()`);
    const env = { PGOPTIONS: '-c search_path=two', ADDRESS: db.url };
    await pggitRun(byEnvironment, { url: db.url, env });
    const { rows } = await db.client.query(
      `select s.identity from pggit.log() l cross join pggit.show(l.commit_id::text) s
        where l.deployment_id is not null`,
    );
    expect(rows.map(({ identity }) => identity).sort()).toEqual(['one.a', 'two.a']);
  });

  it('reaches a program that has options of its own by its application name', async () => {
    const program = nodeProgram(`
      const client = new pg.Client({ connectionString: process.env.ADDRESS, options: '-c work_mem=8MB' });
      await client.connect(); await client.query('create table public.a ()'); await client.end()`);
    await pggitRun(program, { url: db.url, env: { ADDRESS: db.url } });
    expect(await onlyDeployment(db.client)).toMatchObject({ changes: ['added table public.a'] });
  });

  it('finds the database in the variable that --url-env names, which the command gets', async () => {
    const program = nodeProgram(`
      const client = new pg.Client({ connectionString: process.env.DIRECT_URL });
      await client.connect(); await client.query('create table public.a ()'); await client.end();
      console.log(process.env.DATABASE_URL)`);
    const pooled = 'postgres://nobody@127.0.0.1:1/pooled';
    const { stdout, stderr } = await pggitRun(program, {
      url: pooled,
      env: { DIRECT_URL: db.url, PGAPPNAME: 'mine' },
      flags: ['--url-env', 'DIRECT_URL'],
    });
    expect(stdout).toBe(pooled);
    expect(stderr).toMatch(/^pggit: recorded 'node': 1 change/);
  });

  it('tries the hosts of the URL one by one', async () => {
    const { host } = new URL(db.url);
    const url = db.url.replace(host, `127.0.0.1:1,${host}`);
    const program = nodeProgram(`
      const client = new pg.Client(process.env.DATABASE_URL.replace('127.0.0.1:1,', ''));
      await client.connect(); await client.query('create table public.a ()'); await client.end()`);
    expect((await pggitRun(program, { url })).stderr).toMatch(/^pggit: recorded 'node': 1 change/);
  });

  it('joins a role without any right on pggit, where another records', async () => {
    const role = await uniqueRole(db.client);
    await db.client.query(`create schema app authorization ${role.name}`);
    const { stderr } = await pggitRun(statements('create table app.a ()'), {
      url: urlAs(db.url, role),
      flags: ['--url', db.url],
    });
    expect(stderr).toMatch(/^pggit: recorded 'node': 1 change[^\n]*$/);
  });

  it('takes the PG* variables where there is no URL', async () => {
    const program = nodeProgram(`
      const client = new pg.Client();
      await client.connect(); await client.query('create table public.a ()'); await client.end()`);
    const env = variables(db.url);
    expect((await pggitRun(program, { env })).stderr).toMatch(/^pggit: recorded 'node': 1 change/);
  });

  it('refreshes materialized views after a run that succeeded', async () => {
    await db.client.query(
      `create table public.t (id int); create materialized view public.m as select * from public.t`,
    );
    const command = statements(
      'alter table public.t add note text; insert into public.t values (1)',
    );
    const { stderr } = await pggitRun(command, { url: db.url, flags: ['--refresh', 'affected'] });
    expect(stderr).toMatch(/\npggit: refresh 1\/1 public\.m: \d+ ms$/);
    expect((await db.client.query('select id from public.m')).rows).toEqual([{ id: 1 }]);
  });

  it('names a view that it cannot refresh, refreshes the others and ends as the command did', async () => {
    await db.client.query(`create table public.t (id int);
      create materialized view public.bad as select 1 / id as n from public.t;
      create materialized view public.m as select id from public.t`);
    const command = statements(
      'alter table public.t add note text; insert into public.t values (0)',
    );
    const { exitCode, stderr } = await pggitRun(command, {
      url: db.url,
      flags: ['--refresh', 'affected'],
    });
    expect(exitCode).toBe(0);
    expect(stderr.split('\n').slice(1)).toEqual([
      expect.stringMatching(/^pggit: refresh 1\/2 public\.bad: failed: .*division by zero/),
      expect.stringMatching(/^pggit: refresh 2\/2 public\.m: \d+ ms$/),
    ]);
    expect((await db.client.query('select id from public.m')).rows).toEqual([{ id: 0 }]);
  });

  it('works for a role that may deploy and no more', async () => {
    const role = await uniqueRole(db.client, 'login in role pggit_deployer');
    await db.client.query(`create schema app authorization ${role.name}`);
    const command = statements('create table app.a ()');
    const result = await pggitRun(command, { url: urlAs(db.url, role) });
    expect(result.stderr).toMatch(/^pggit: recorded 'node': 1 change/);
  });

  it('compares the catalog in manual mode', async () => {
    await enterManualMode(db.client);
    const { stderr } = await pggitRun(statements('create table public.a ()'), { url: db.url });
    expect(stderr).toContain('(manual mode: by comparing the catalog)');
    expect(await onlyDeployment(db.client)).toMatchObject({ changes: ['added table public.a'] });
  });
});
