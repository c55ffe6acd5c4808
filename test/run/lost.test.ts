import { isolatedServer, uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recoverAfterRestart } from '../sql/deployments/session.js';
import { onlyDeployment } from './pggit-run.js';
import { TYPED } from './programs.js';
import { type StartedRun, startRun } from './started-run.js';

const PATIENCE = { timeout: 15_000 };

/** The backend of the session that owns the run's deployment. */
async function controlOf(other: ClientBase): Promise<number | undefined> {
  const { rows } = await other.query(
    "select pid from pg_stat_activity where application_name = 'pggit' and datname = current_database()",
  );
  return rows[0]?.pid;
}

/** Starts a command that waits for SQL, and lets it change something. */
async function begun(url: string): Promise<StartedRun> {
  const run = startRun(TYPED, { url });
  await run.printed('ready');
  run.type('create table public.before ()');
  await run.printed('done');
  return run;
}

describe('the connection of pggit run that is lost while the command works', () => {
  const db = useDatabase({ per: 'test' });

  it('is made again and owns the deployment again, which ends as if nothing had been', async () => {
    const run = await begun(db.url);
    const lost = await controlOf(db.client);
    await db.client.query('select pg_terminate_backend($1, 5000)', [lost]);
    await expect.poll(() => controlOf(db.client), PATIENCE).toEqual(expect.any(Number));
    const orphans = 'select from pggit.orphaned_deployments()';
    await expect.poll(async () => (await db.client.query(orphans)).rowCount, PATIENCE).toBe(0);
    run.type('create table public.afterwards ()');
    run.type('');
    expect(await run.ended()).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/^pggit: recorded 'node': 2 changes[^\n]*$/),
    });
    expect(await onlyDeployment(db.client)).toMatchObject({
      status: 'completed',
      changes: ['added table public.afterwards', 'added table public.before'],
    });
  });

  it('and whose deployment was recovered meanwhile says that everything is applied', async () => {
    const role = await uniqueRole(db.client, 'login in role pggit_deployer');
    await db.client.query(`grant create on schema public to ${role.name}`);
    const run = await begun(urlAs(db.url, role));
    await db.client.query(`alter role ${role.name} nologin`);
    await db.client.query('select pg_terminate_backend($1, 5000)', [await controlOf(db.client)]);
    expect((await db.client.query('select from pggit.recover_deployments()')).rowCount).toBe(1);
    await db.client.query(`alter role ${role.name} login`);
    run.type('');
    const { exitCode, stderr } = await run.ended();
    expect(exitCode).toBe(125);
    expect(stderr).toMatch(
      /^pggit: warning: the command succeeded and what it migrated IS applied, but ending failed: .* is interrupted\npggit: hint: somebody closed it meanwhile, with what had landed; what came later is recorded on its own$/,
    );
    expect(await onlyDeployment(db.client)).toMatchObject({
      status: 'interrupted',
      changes: ['added table public.before'],
    });
  });

  it('and whose deployment was discarded meanwhile, being empty, says so too', async () => {
    const role = await uniqueRole(db.client, 'login in role pggit_deployer');
    await db.client.query(`grant create on schema public to ${role.name}`);
    const run = startRun(TYPED, { url: urlAs(db.url, role) });
    await run.printed('ready');
    await db.client.query(`alter role ${role.name} nologin`);
    await db.client.query('select pg_terminate_backend($1, 5000)', [await controlOf(db.client)]);
    expect((await db.client.query('select from pggit.recover_deployments()')).rowCount).toBe(1);
    await db.client.query(`alter role ${role.name} login`);
    run.type('create table public.outside ()');
    run.type('');
    expect(await run.ended()).toMatchObject({
      exitCode: 125,
      stderr: expect.stringContaining('IS applied, but ending failed: there is no deployment'),
    });
    const { rows } = await db.client.query('select identity from pggit.show()');
    expect(rows).toEqual([{ identity: 'public.outside' }]);
  });

  it('and that finds the deployment locked gives up and says so', async () => {
    const run = await begun(db.url);
    const holder = await db.connect();
    await holder.query('begin; select from pggit.deployments for update');
    run.type('');
    expect(await run.ended()).toMatchObject({
      exitCode: 125,
      stderr: expect.stringContaining(
        'IS applied, but ending failed: canceling statement due to lock',
      ),
    });
    await holder.query('rollback');
    expect((await db.client.query('select from pggit.recover_deployments()')).rowCount).toBe(1);
    expect(await onlyDeployment(db.client)).toMatchObject({
      status: 'interrupted',
      changes: ['added table public.before'],
    });
  });
});

// Servers that stop, and processes of servers that do.
describe('a server under pggit run', () => {
  const server = isolatedServer({ settings: { synchronous_commit: 'on' } });
  let url = '';

  beforeEach(async () => {
    ({ url } = await server.createDatabase({ engine: true }));
  });
  afterEach(() => server.start().catch(() => {}));

  it('that restarts costs a command that copes with it nothing', async () => {
    const run = await begun(url);
    await server.restart('fast');
    run.type('create table public.afterwards ()');
    run.type('');
    expect(await run.ended()).toMatchObject({ exitCode: 0 });
    expect(await onlyDeployment(await server.connect(url))).toMatchObject({
      status: 'completed',
      changes: ['added table public.afterwards', 'added table public.before'],
    });
  });

  it('that was away for seconds has the run back at once, before another takes it for dead', async () => {
    const run = await begun(url);
    await server.stop('fast');
    // So long that somebody who waits longer and longer is at seconds.
    await new Promise((resolve) => setTimeout(resolve, 3300));
    await server.start();
    const other = await server.connect(url);
    expect((await other.query('select from pggit.recover_deployments()')).rowCount).toBe(0);
    // Back at once all the same, far sooner than that patience ends.
    const ownerless = 'select from pggit._ownerless_deployments()';
    await expect
      .poll(async () => (await other.query(ownerless)).rowCount, { timeout: 2000 })
      .toBe(0);
    run.type('');
    expect(await run.ended()).toMatchObject({ exitCode: 0 });
    expect(await onlyDeployment(other)).toMatchObject({ status: 'completed' });
  });

  it('that crashes under a statement fails the command, and the deployment', async () => {
    const run = await begun(url);
    run.type('create table public.gone (); select pg_sleep(60)');
    const witness = await server.connect(url);
    const asleep = "select from pg_stat_activity where wait_event = 'PgSleep'";
    await expect.poll(async () => (await witness.query(asleep)).rowCount, PATIENCE).toBe(1);
    await server.restart('immediate');
    expect(await run.ended()).toMatchObject({ exitCode: 1 });
    expect(await onlyDeployment(await server.connect(url))).toMatchObject({
      status: 'failed',
      reason: 'exit code 1',
      changes: ['added table public.before'],
    });
  });

  it('that stays away is not waited for longer than somebody likes', async () => {
    const run = await begun(url);
    await server.stop('fast');
    run.type('');
    await new Promise((resolve) => setTimeout(resolve, 4000));
    process.kill(run.pid, 'SIGINT');
    expect(await run.ended()).toMatchObject({
      exitCode: 125,
      stderr: expect.stringMatching(
        /^pggit: the database does not answer: waiting up to 30 s for it, to end the deployment\n.*IS applied, but ending failed: interrupted\n/,
      ),
    });
    await server.start();
    const session = await server.connect(url);
    expect(await recoverAfterRestart(session)).toHaveLength(1);
    expect(await onlyDeployment(session)).toMatchObject({ status: 'interrupted' });
  });

  it('that no longer answers on the connection is asked over another', async () => {
    const run = await begun(url);
    const other = await server.connect(url);
    const hung = (await controlOf(other)) ?? 0;
    process.kill(hung, 'SIGSTOP');
    try {
      run.type('');
      expect(await run.ended()).toMatchObject({ exitCode: 0 });
      expect(await onlyDeployment(other)).toMatchObject({ status: 'completed' });
    } finally {
      process.kill(hung, 'SIGCONT');
    }
  });
});
