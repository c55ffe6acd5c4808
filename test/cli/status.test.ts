import { install, pggit } from '@pggit/core';
import { uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { normalise, run, runJson, urlWith } from './pggit.js';

const PAUSE_NOTE =
  'A pause belongs to its session: sessions that paused tracking cannot be seen from here.';

describe('pggit status', () => {
  const db = useDatabase({ per: 'test' });
  const status = (url = db.url, ...args: string[]) => run(['status', ...args], { url });
  /** A change that nothing records. */
  const drift = (sql: string) =>
    db.client.query(`set pggit.tracking = 'off'; ${sql}; reset pggit.tracking`);

  it('ends with 0 where HEAD equals the catalog', async () => {
    await db.client.query('create table public.t (id int)');
    const { exitCode, stdout, stderr } = await status();
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^pggit \d+\.\d+\.\d+ \(event mode\)\n\nHEAD equals the catalog\.\n\n/);
    expect(stdout).toContain(PAUSE_NOTE);
    expect(await runJson(['status'], { url: db.url })).toMatchObject({
      exitCode: 0,
      data: { clean: true, mode: 'event', entries: [], openDeployments: [] },
    });
  });

  it('ends with 4 on drift, and says how to adopt it', async () => {
    await db.client.query('create table public.old (); create table public.t (id int)');
    await drift(
      'drop table public.old; create table public.new (); alter table public.t add n int',
    );
    const { exitCode, stdout, stderr } = await status();
    expect({ exitCode, stderr }).toEqual({ exitCode: 4, stderr: '' });
    expect(stdout).toContain(`Drift: 3 objects of the catalog nobody recorded.
  + table public.new
  - table public.old
  ~ table public.t
  Adopt it with: pggit capture, or select pggit.capture('message');`);
    expect(stdout).not.toContain('HEAD equals');
    const { data } = await runJson(['status'], { url: db.url });
    expect(data).toMatchObject({ clean: false });
    expect(data.entries).toContainEqual({
      state: 'drift',
      change: 'added',
      kind: 'table',
      identity: 'public.new',
      deploymentId: null,
    });
  });

  it('ends with 4 when it could not read an object, and says why', async () => {
    await db.client.query('create view public.v as select 1 as a');
    const locker = await db.connect();
    await locker.query('begin; lock table public.v in access exclusive mode');
    const { exitCode, stdout, stderr } = await status();
    expect({ exitCode, stderr }).toEqual({ exitCode: 4, stderr: '' });
    expect(stdout).toContain(`Not compared, because another session has locked it: 1 object.
  view public.v
  Ask again once that session has ended its transaction.`);
    expect(stdout).not.toContain('HEAD equals');
    const { data } = await runJson(['status'], { url: db.url });
    expect(data).toMatchObject({ clean: false, entries: [{ state: 'unread', change: null }] });
  });

  it('ends with 0 on staged changes, and shows them by deployment', async () => {
    await pggit(db.client).beginDeployment('release');
    await db.client.query('create table public.t (id int)');
    const other = await db.connect();
    await pggit(other).beginDeployment('empty');
    const { exitCode, stdout } = await status();
    expect(exitCode).toBe(0);
    expect(normalise(stdout)).toContain(`Open deployment "empty", by postgres since <time>:
  nothing staged

Open deployment "release", by postgres since <time>:
  + table public.t

No drift: the history and open deployments have all there is.`);
    const { data } = await runJson(['status'], { url: db.url });
    expect(data.openDeployments[1]).toEqual({
      deploymentId: data.entries[0].deploymentId,
      name: 'release',
      openedBy: 'postgres',
      startedAt: expect.stringMatching(/Z$/),
      ownerGone: false,
    });
  });

  it('ends with 4 on a deployment whose owner is gone, and points to recover', async () => {
    const lost = await db.connect();
    await pggit(lost).beginDeployment('lost');
    await lost.query('create table public.landed ()');
    await lost.end();
    const { exitCode, stdout } = await status();
    expect(exitCode).toBe(4);
    expect(stdout).toContain(`:
  + table public.landed
  The session that opened it is gone: pggit recover closes it with what landed.`);
    await run(['recover'], { url: db.url });
    expect((await status()).exitCode).toBe(0);
  });

  it('ends with 4 on a disabled event trigger', async () => {
    await db.client.query('alter event trigger pggit_drop_trigger disable');
    const { exitCode, stdout } = await status();
    expect(exitCode).toBe(4);
    expect(stdout).toContain(`Changes are not captured: event triggers are disabled or missing.
  alter event trigger pggit_drop_trigger enable;`);
  });

  it('ends with 4 on an emergency stop, and says until when', async () => {
    await db.client.query(`select pggit.emergency_disable('1 hour')`);
    const { exitCode, stdout } = await status();
    await db.client.query('select pggit.emergency_enable()');
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(/^Tracking is disabled for the whole database until \d{4}-.*Z\.$/m);
    expect(stdout).toContain('pggit.emergency_enable()');
    expect(stdout).not.toContain('alter event trigger database');
  });

  it('ends with 4 where tracking is off for sessions like this one', async () => {
    const off = await status(urlWith(db.url, 'pggit.tracking=off'));
    expect(off.exitCode).toBe(4);
    expect(off.stdout).toContain('Tracking is off for this session.');
    const paused = await status(urlWith(db.url, 'pggit.paused_until=2999-01-01'));
    expect(paused.stdout).toContain('Tracking is off for this session until 2999-01-01');
    const replica = await status(urlWith(db.url, 'session_replication_role=replica'));
    expect(replica.exitCode).toBe(4);
    expect(replica.stdout).toContain(
      'Tracking is off for this session: session_replication_role = replica.',
    );
  });

  it('counts what is not modelled, and lists it with --verbose', async () => {
    await db.client.query(`create type public.mine; create type public.yours;
      create text search configuration public.words (copy = simple)`);
    const { exitCode, stdout } = await status();
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      'because pggit does not model their kind: 1 text search configuration, 2 type (--verbose lists them)',
    );
    expect(stdout).not.toContain('public.mine');
    const verbose = await status(db.url, '--verbose');
    expect(verbose.stdout).toContain(`1 text search configuration, 2 type
  text search configuration public.words
  type public.mine
  type public.yours`);
  });

  it('shows changes that wait for the next commit', async () => {
    await db.client.query('create table public.seen ()');
    const other = await db.connect();
    await other.query('begin isolation level repeatable read; select 1');
    await db.client.query('create table public.meanwhile ()');
    await other.query('create table public.stranded (); commit');
    const { exitCode, stdout } = await status();
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Staged outside of a deployment, for the next commit:
  + table public.stranded`);
  });

  it('tells an engine of another version', async () => {
    await db.client.query(
      `update pggit.settings set value = '"0.0.1"' where name = 'engine_version'`,
    );
    const { exitCode, stdout } = await status();
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^pggit 0\.0\.1 \(event mode\); this package has .*pggit upgrade/);
  });
});

describe('pggit status in manual mode', () => {
  const db = useDatabase({ engine: false });

  it('says that nothing is captured by itself, and shows what was not', async () => {
    const role = await uniqueRole(db.client);
    await db.client.query(`grant create on database ${db.name} to ${role.name}`);
    const owner = await db.connect({ user: role.name, password: role.password });
    await install(owner);
    const url = urlAs(db.url, role);

    const before = await run(['status'], { url });
    expect(before.exitCode).toBe(0);
    expect(before.stdout).toMatch(
      /\(manual mode\)\n\nManual mode: nothing is captured by itself\.\n/,
    );
    expect(before.stdout).not.toContain('event triggers are disabled');

    await owner.query('create schema app');
    const after = await run(['status'], { url });
    expect(after.exitCode).toBe(4);
    expect(after.stdout).toContain('  + schema app\n');
    expect((await runJson(['status'], { url })).data).toMatchObject({
      mode: 'manual',
      clean: false,
    });
  });
});
