import { uniqueRole, useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { commitsOf, headOf, shown } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { deploymentsOf } from './readback.js';
import { begin, current, end, kill, warningsOf } from './session.js';

async function recover(session: pg.Client) {
  return (await session.query('select * from pggit.recover_deployments()')).rows;
}

describe('pggit.recover_deployments', () => {
  const db = useDatabase({ per: 'test' });

  it('closes the deployment of a killed session as interrupted, with what landed', async () => {
    const session = await db.connect();
    const id = await begin(session, 'billing');
    await session.query('create table public.landed ()');
    await session.query('begin; create table public.gone ()');
    await kill(session, db.client);

    expect(await recover(db.client)).toEqual([
      { deployment_id: id, name: 'billing', commit_id: expect.any(String) },
    ]);
    const other = await db.connect();
    expect(await deploymentsOf(other)).toMatchObject([
      {
        id,
        status: 'interrupted',
        commit: await headOf(other),
        reason: expect.stringMatching(/\S/),
        endedAt: expect.any(Date),
      },
    ]);
    expect(await commitsOf(other)).toMatchObject([
      { deployment: id, message: 'billing', changes: 1 },
    ]);
    expect(await shown(other)).toEqual(['added table public.landed']);
    expect(await faultsIn(other)).toEqual([]);
  });

  it('closes what pggit.orphaned_deployments() names, to a reader as well', async () => {
    const alive = await db.connect();
    await begin(alive, 'alive');
    const session = await db.connect();
    const id = await begin(session, 'billing');
    await kill(session, db.client);
    const role = await uniqueRole(db.client, 'login in role pggit_reader');
    const reader = await db.connect({ user: role.name, password: role.password });
    const orphans = async () =>
      (await reader.query('select deployment_id, name from pggit.orphaned_deployments()')).rows;
    expect(await orphans()).toEqual([{ deployment_id: id, name: 'billing' }]);
    await recover(db.client);
    expect(await orphans()).toEqual([]);
  });

  it('closes the deployment of a session that simply went away', async () => {
    const session = await db.connect();
    await begin(session, 'billing');
    await session.query('create table public.a ()');
    await session.end();
    await expect.poll(() => recover(db.client)).toHaveLength(1);
    expect(await deploymentsOf(db.client)).toMatchObject([{ status: 'interrupted' }]);
  });

  it('discards an orphan in which nothing landed, and says so', async () => {
    const session = await db.connect();
    const id = await begin(session, 'nothing');
    await kill(session, db.client);
    expect(await recover(db.client)).toEqual([
      { deployment_id: id, name: 'nothing', commit_id: null },
    ]);
    expect(await deploymentsOf(db.client)).toEqual([]);
  });

  it('leaves a deployment alone whose owner is alive, idle or not', async () => {
    const session = await db.connect();
    const id = await begin(session, 'billing');
    await session.query('create table public.a ()');
    expect(await recover(db.client)).toEqual([]);
    await session.query('begin; create table public.b ()');
    expect(await recover(db.client)).toEqual([]);
    await session.query('commit');
    expect(await recover(session)).toEqual([]);
    expect(await current(session)).toBe(id);
    await end(session);
    expect(await commitsOf(db.client)).toMatchObject([{ deployment: id, changes: 2 }]);
  });

  it('leaves closed deployments as they are', async () => {
    const session = await db.connect();
    await begin(session, 'billing');
    await session.query('create table public.a ()');
    await end(session);
    const before = await deploymentsOf(db.client);
    await kill(session, db.client);
    expect(await recover(db.client)).toEqual([]);
    expect(await deploymentsOf(db.client)).toEqual(before);
  });

  it('keeps what the orphan’s other sessions landed, and puts them outside', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    const joined = await db.connect({ options: `-c pggit.deployment=${id}` });
    await joined.query('create table public.in_time ()');
    await kill(opener, db.client);
    await recover(db.client);
    expect(await shown(db.client)).toEqual(['added table public.in_time']);
    const warnings = warningsOf(joined);
    await joined.query('create table public.too_late ()');
    expect(warnings).toHaveLength(1);
    expect(await commitsOf(db.client)).toMatchObject([{ deployment: id }, { deployment: null }]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('closes several orphans, the oldest first', async () => {
    const sessions: pg.Client[] = [];
    for (const name of ['first', 'second', 'third']) {
      const session = await db.connect();
      await begin(session, name);
      await session.query(`create table public.${name} ()`);
      sessions.push(session);
    }
    for (const session of sessions) await kill(session, db.client);
    expect((await recover(db.client)).map(({ name }) => name)).toEqual([
      'first',
      'second',
      'third',
    ]);
    expect((await commitsOf(db.client)).map(({ deploymentName }) => deploymentName)).toEqual([
      'first',
      'second',
      'third',
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('closes an orphan once when two recover at the same moment', async () => {
    for (const name of ['first', 'second', 'third']) {
      const session = await db.connect();
      await begin(session, name);
      await session.query(`create table public.${name} ()`);
      await kill(session, db.client);
    }
    const sessions = await Promise.all(Array.from({ length: 4 }, () => db.connect()));
    const recovered = (await Promise.all(sessions.map(recover))).flat();
    expect(recovered.map(({ name }) => name).sort()).toEqual(['first', 'second', 'third']);
    expect(await commitsOf(db.client)).toHaveLength(3);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('does not wait for another recovery that has not committed, and closes nothing twice', async () => {
    const session = await db.connect();
    await begin(session, 'billing');
    await session.query('create table public.a ()');
    await kill(session, db.client);
    const one = await db.connect();
    await one.query('begin');
    expect(await recover(one)).toHaveLength(1);
    const two = await db.connect({ statement_timeout: 3000 });
    expect(await recover(two)).toEqual([]);
    await one.query('commit');
    expect(await commitsOf(db.client)).toHaveLength(1);
  });

  it('ties the orphan’s links to the commit', async () => {
    await db.client.query(
      'create table public.pgmigrations (id serial primary key, name text, run_on timestamp)',
    );
    const session = await db.connect();
    const id = await begin(session, 'billing');
    await session.query(`begin; create table public.a ();
      insert into public.pgmigrations (name, run_on) values ('1_a', now()); commit`);
    await kill(session, db.client);
    await recover(db.client);
    const { rows } = await db.client.query(
      `select migration_key as key, deployment_id as deployment, pggit_commit_id as commit
         from pggit.external_migrations`,
    );
    expect(rows).toEqual([{ key: '1_a', deployment: id, commit: await headOf(db.client) }]);
  });
});
