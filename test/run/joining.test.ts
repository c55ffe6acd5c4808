import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { BIN, urlWith } from '../cli/pggit.js';
import { nodeProgram, onlyDeployment, pggitRun, statements } from './pggit-run.js';

/** As an API server does that migrates over connections of its own making. */
const IGNORES_THE_ID = nodeProgram(`
  const client = new pg.Client({
    connectionString: process.env.ADDRESS, options: '-c work_mem=8MB', application_name: 'api' });
  await client.connect();
  await client.query('create table public.stray ()');
  await client.end();`);

describe('what a command does that did not join', () => {
  const db = useDatabase({ per: 'test' });

  it('is told loudly where nothing joined, and is in the history all the same', async () => {
    const { stderr, exitCode } = await pggitRun(IGNORES_THE_ID, {
      url: db.url,
      env: { ADDRESS: db.url },
    });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(
      /^pggit: warning: no session of this command joined its deployment: 1 change recorded outside of this deployment \(by api\); its name, message and tags are not used\npggit: hint: .*--url-env/,
    );
    expect((await db.client.query('select from pggit.deployments')).rowCount).toBe(0);
    const { rows } = await db.client.query('select identity from pggit.show()');
    expect(rows).toEqual([{ identity: 'public.stray' }]);
  });

  it('is told where the rest joined, also when the command failed', async () => {
    const both = ['sh', '-c', '"$0" "$@" && exit 4', ...IGNORES_THE_ID];
    const first = statements('create table public.joined ()');
    const { stderr, exitCode } = await pggitRun(
      [process.execPath, '--eval', SEQUENCE, JSON.stringify([first, both])],
      { url: db.url, env: { ADDRESS: db.url } },
    );
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(
      /^pggit: warning: 1 change recorded outside of this deployment \(by api\) while it was open\n/,
    );
    expect(await onlyDeployment(db.client)).toMatchObject({
      status: 'failed',
      changes: ['added table public.joined'],
    });
  });
});

describe('a command that comes to no session in the database', () => {
  const db = useDatabase();
  const elsewhere = useDatabase();

  it('is told of, for it may have gone to another', async () => {
    const program = nodeProgram(`
      const client = new pg.Client(process.env.ELSEWHERE);
      await client.connect(); await client.query('create table public.a ()'); await client.end()`);
    const { stderr, exitCode } = await pggitRun(program, {
      url: db.url,
      env: { ELSEWHERE: elsewhere.url },
    });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(
      /^pggit: warning: nothing was recorded: the command opened no session in this database\npggit: hint: /,
    );
  });

  it('is told of at once', async () => {
    const { url } = db;
    const began = Date.now();
    const { stderr } = await pggitRun(['sh', '-c', 'date +%s%3N >&2'], { url });
    const after = Date.now() - Math.max(began, Number(stderr.split('\n')[0]));
    expect(stderr).toContain('the command opened no session in this database');
    expect(after).toBeLessThan(1500);
  });

  it('is told nothing of when it failed, which it has said', async () => {
    const result = await pggitRun(['sh', '-c', 'exit 1'], { url: db.url });
    expect(result).toEqual({ exitCode: 1, stdout: '', stderr: '' });
  });
});

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Two migrations by an adapter's own command. */
const ADAPTER = [
  process.execPath,
  join(ROOT, 'packages/node-pg-migrate/dist/cli/bin.js'),
  'up',
  '-m',
  join(ROOT, 'fixtures/node-pg-migrate-cli/migrations'),
];

/** Runs commands one after the other and ends as the last one. */
const SEQUENCE = `
  const { spawnSync } = require('node:child_process');
  for (const [file, ...args] of JSON.parse(process.argv[1]))
    process.exitCode = spawnSync(file, args, { stdio: 'inherit' }).status;`;

describe('inside pggit run', () => {
  const db = useDatabase({ per: 'test' });
  const elsewhere = useDatabase();

  it('another pggit run joins the deployment and leaves its end to the outer one', async () => {
    const inner = [process.execPath, BIN, 'run', '--name', 'inner', '--'];
    const command = [
      [...inner, ...statements('create table public.a ()')],
      [...inner, ...statements('create table public.b ()')],
    ];
    const { stdout, stderr, exitCode } = await pggitRun(
      [process.execPath, '--eval', SEQUENCE, JSON.stringify(command)],
      { url: db.url, flags: ['--name', 'outer'] },
    );
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 });
    expect(stderr).toMatch(/^pggit: recorded 'outer': 2 changes[^\n]*$/);
    expect(await onlyDeployment(db.client)).toMatchObject({
      name: 'outer',
      changes: ['added table public.a', 'added table public.b'],
    });
  });

  it('a failure of another pggit run is one of the outer', async () => {
    const inner = [process.execPath, BIN, 'run', '--', 'sh', '-c', 'exit 9'];
    const first = statements('create table public.a ()');
    const { stderr, exitCode } = await pggitRun(
      [process.execPath, '--eval', SEQUENCE, JSON.stringify([first, inner])],
      { url: db.url },
    );
    expect(exitCode).toBe(9);
    expect(stderr).toMatch(/^pggit: 'node' failed; what had landed is recorded: 1 change[^\n]*$/);
  });

  it('work that would be a deployment of its own joins', async () => {
    const command = nodeProgram(`
      import { withDeployment } from '@pggit/core';
      const client = new pg.Client(process.env.DATABASE_URL);
      await client.connect();
      await withDeployment(client, { name: 'inner' }, () => client.query('create table public.a ()'));
      await client.end();`);
    await pggitRun(command, { url: db.url, flags: ['--name', 'outer'] });
    expect(await onlyDeployment(db.client)).toMatchObject({
      name: 'outer',
      changes: ['added table public.a'],
    });
  });

  it('an adapter joins and is linked', async () => {
    const { stderr } = await pggitRun(ADAPTER, { url: db.url, flags: ['--name', 'outer'] });
    expect(stderr).toMatch(/^pggit: recorded 'outer': \d+ changes?, 2 migrations[^\n]*$/);
    const { id, commit, name, links } = await onlyDeployment(db.client);
    expect(name).toBe('outer');
    expect(links).toMatchObject([
      { key: '1736500000000_orders', deployment: id, commit },
      { key: '1736600000000_totals', deployment: id, commit },
    ]);
  });

  it.each([
    ['', {}],
    [', also where it is required', { PGGIT_REQUIRED: 'true' }],
  ])(
    'an adapter whose role has no rights on pggit leaves the recording to the outer one%s',
    async (_, env) => {
      const role = await uniqueRole(db.client);
      await db.client.query(`grant create on schema public to ${role.name}`);
      const { stdout, stderr } = await pggitRun(ADAPTER, {
        url: urlAs(db.url, role),
        env,
        flags: ['--url', db.url, '--name', 'outer'],
      });
      expect(stdout + stderr).not.toContain('not recorded');
      expect(stderr).toContain(
        'pggit: this role has no rights on pggit; the `pggit run` around this run records it',
      );
      expect(stderr).toMatch(/pggit: recorded 'outer': \d+ changes?, 2 migrations/);
    },
  );

  it('another pggit run joins also where its URL has options of its own', async () => {
    const inner = [process.execPath, BIN, '--url', urlWith(db.url, 'work_mem=8MB'), 'run', '--'];
    const command = [...inner, ...statements('create table public.a ()')];
    const { stderr } = await pggitRun(command, { url: db.url, flags: ['--name', 'outer'] });
    expect(stderr).toMatch(/^pggit: recorded 'outer': 1 change[^\n]*$/);
  });

  it.each(['garbage', '11111111-2222-4333-8444-555555555555'])(
    'of which only the environment is left, %s, a run has a deployment of its own',
    async (stale) => {
      const command = statements(`create table public."${stale}" ()`);
      const env = { PGGIT_DEPLOYMENT: stale };
      const { stderr } = await pggitRun(command, { url: db.url, env });
      expect(stderr).toMatch(/^pggit: recorded 'node': 1 change[^\n]*$/);
    },
  );

  it('another pggit run for another database opens a deployment there', async () => {
    const url = elsewhere.url;
    const inner = [process.execPath, BIN, '--url', url, 'run', '--name', 'inner', '--'];
    const there = ['sh', '-c', 'DATABASE_URL="$ELSEWHERE" exec "$0" "$@"', ...inner];
    const command = [
      [...there, ...statements('create table public.there ()')],
      statements('create table public.here ()'),
    ];
    const { stderr } = await pggitRun(
      [process.execPath, '--eval', SEQUENCE, JSON.stringify(command)],
      { url: db.url, env: { ELSEWHERE: url }, flags: ['--name', 'outer'] },
    );
    expect(stderr).toMatch(/recorded 'inner': 1 change[^\n]*\npggit: recorded 'outer': 1 change/);
    expect(await onlyDeployment(db.client)).toMatchObject({ changes: ['added table public.here'] });
    expect(await onlyDeployment(elsewhere.client)).toMatchObject({
      name: 'inner',
      changes: ['added table public.there'],
    });
  });
});
