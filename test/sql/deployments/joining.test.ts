import { uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { commitsOf, shown } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { deploymentOfTables, deploymentsOf } from './readback.js';
import { begin, current, end, join, kill, warningsOf } from './session.js';

describe('a deployment over several sessions', () => {
  const db = useDatabase({ per: 'test' });

  it('takes the changes of a session that joins it', async () => {
    const opener = await db.connect();
    const joined = await db.connect();
    const id = await begin(opener, 'billing');
    await join(joined, id);
    expect(await current(joined)).toBe(id);
    await joined.query('create table public.a ()');
    await opener.query('create table public.b ()');
    await end(opener);
    expect(await commitsOf(db.client)).toMatchObject([{ deployment: id, changes: 2 }]);
    expect(await shown(db.client)).toEqual(['added table public.a', 'added table public.b']);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('takes the changes of a session that comes with the id in its options', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    const session = await db.connect({ options: `-c pggit.deployment=${id}` });
    await session.query('create table public.a ()');
    await end(opener);
    expect(await deploymentOfTables(db.client)).toEqual({ 'public.a': 'billing' });
  });

  it('keeps a session that came with the id through DISCARD ALL', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    const session = await db.connect({ options: `-c pggit.deployment=${id}` });
    await session.query('discard all');
    await session.query('create table public.a ()');
    await end(opener);
    expect(await deploymentOfTables(db.client)).toEqual({ 'public.a': 'billing' });
  });

  it('takes the changes of a session that sets pggit.deployment', async () => {
    const opener = await db.connect();
    const session = await db.connect();
    const id = await begin(opener, 'billing');
    await session.query(`set pggit.deployment = '${id.toUpperCase()}'`);
    await session.query('create table public.a ()');
    await session.query('reset pggit.deployment');
    await session.query('create table public.b ()');
    await end(opener);
    expect(await deploymentOfTables(db.client)).toEqual({
      'public.a': 'billing',
      'public.b': null,
    });
  });

  it('takes one transaction alone when the setting is local to it', async () => {
    const opener = await db.connect();
    const session = await db.connect();
    const id = await begin(opener, 'billing');
    await session.query('begin');
    await session.query(`set local pggit.deployment = '${id}'`);
    await session.query('create table public.a ()');
    await session.query('commit');
    await session.query('create table public.b ()');
    await end(opener);
    expect(await deploymentOfTables(db.client)).toEqual({
      'public.a': 'billing',
      'public.b': null,
    });
  });

  it('takes the changes of a session whose application_name is pggit:<id>', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    const session = await db.connect({ application_name: `pggit:${id}` });
    expect(await current(session)).toBe(id);
    await session.query('create table public.a ()');
    await end(opener);
    expect(await deploymentOfTables(db.client)).toEqual({ 'public.a': 'billing' });
  });

  it('goes by the setting when the application_name says something else', async () => {
    const one = await db.connect();
    const two = await db.connect();
    const first = await begin(one, 'first');
    const second = await begin(two, 'second');
    const session = await db.connect({
      application_name: `pggit:${first}`,
      options: `-c pggit.deployment=${second}`,
    });
    await session.query('create table public.a ()');
    await end(one);
    await end(two);
    expect(await deploymentOfTables(db.client)).toEqual({ 'public.a': 'second' });
  });

  it('leaves a session outside whose application_name is something else', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    for (const name of ['psql', `pggitx:${id}`, id, '']) {
      const session = await db.connect({ application_name: name });
      expect(await current(session)).toBeNull();
    }
  });

  it('takes the changes of a role that has no rights on pggit', async () => {
    const role = await uniqueRole(db.client);
    await db.client.query(`create schema app authorization ${role.name}`);
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    const session = await db.connect({
      user: role.name,
      password: role.password,
      options: `-c pggit.deployment=${id}`,
    });
    const warnings = warningsOf(session);
    await session.query('create table app.a ()');
    await end(opener);
    expect(await deploymentOfTables(db.client)).toMatchObject({ 'app.a': 'billing' });
    expect(warnings).toEqual([]);
  });

  it('can be ended by a session that joined it', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    await opener.query('create table public.a ()');
    const session = await db.connect({ options: `-c pggit.deployment=${id}` });
    await session.query('create table public.b ()');
    await end(session, 'by the other one');
    expect(await commitsOf(db.client)).toMatchObject([
      { deployment: id, message: 'by the other one', changes: 2 },
    ]);
    expect(await current(session)).toBeNull();
    expect(await current(opener)).toBeNull();
  });

  it('may be joined twice by the same session', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    await join(opener, id);
    await opener.query('create table public.a ()');
    await end(opener);
    expect(await deploymentsOf(db.client)).toMatchObject([{ id, status: 'completed' }]);
    expect(await deploymentOfTables(db.client)).toEqual({ 'public.a': 'billing' });
  });

  it('joins by the id of a parallel pool: every connection of it belongs', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    const pool = db.pool({ max: 4, options: `-c pggit.deployment=${id}` });
    const tables = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    await Promise.all(tables.map((name) => pool.query(`create table public.${name} ()`)));
    await end(opener);
    expect(await shown(db.client)).toEqual(tables.map((name) => `added table public.${name}`));
    expect(await faultsIn(db.client)).toEqual([]);
  });
});

describe('a session that joins a deployment whose owner is gone', () => {
  const db = useDatabase({ per: 'test' });

  const recover = async () =>
    (await db.client.query('select deployment_id as id from pggit.recover_deployments()')).rows;

  const orphan = async (): Promise<string> => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    await opener.query('create table public.a ()');
    await kill(opener, db.client);
    return id;
  };

  it('becomes its owner: no recovery closes it while that session is there', async () => {
    const id = await orphan();
    const session = await db.connect();
    await join(session, id);
    expect(await recover()).toEqual([]);
    await session.query('create table public.b ()');
    await end(session);
    expect(await deploymentsOf(db.client)).toMatchObject([{ id, status: 'completed' }]);
    expect(await shown(db.client)).toEqual(['added table public.a', 'added table public.b']);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('leaves it an orphan again when it goes too', async () => {
    const id = await orphan();
    const session = await db.connect();
    await join(session, id);
    await session.end();
    await expect.poll(recover).toEqual([{ id }]);
  });

  it('does not wait for somebody who is closing it', async () => {
    const id = await orphan();
    await db.client.query('begin; select from pggit.recover_deployments()');
    const session = await db.connect({ statement_timeout: 2000 });
    await join(session, id);
    await db.client.query('commit');
    expect(await current(session)).toBeNull();
    expect(await deploymentsOf(db.client)).toMatchObject([{ id, status: 'interrupted' }]);
  });

  it('joins in a transaction that may not write, without becoming its owner', async () => {
    const id = await orphan();
    const session = await db.connect();
    await session.query('begin read only');
    await join(session, id);
    await session.query('commit');
    expect(await current(session)).toBe(id);
    expect(await recover()).toEqual([{ id }]);
  });

  it('takes nothing from an owner who is there', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    const session = await db.connect();
    await join(session, id);
    await kill(session, db.client);
    expect(await recover()).toEqual([]);
    expect(await current(opener)).toBe(id);
  });
});

describe('a session that goes from one deployment to another', () => {
  const db = useDatabase({ per: 'test' });

  it('leaves what it did in each', async () => {
    const one = await db.connect();
    const two = await db.connect();
    const first = await begin(one, 'first');
    const second = await begin(two, 'second');
    const session = await db.connect();
    await join(session, first);
    await session.query('create table public.a ()');
    await join(session, second);
    await session.query('create table public.b ()');
    await end(two);
    await end(one);
    expect(await deploymentOfTables(db.client)).toEqual({
      'public.a': 'first',
      'public.b': 'second',
    });
  });

  it('leaves what it did in each, also within one transaction', async () => {
    const one = await db.connect();
    const two = await db.connect();
    const first = await begin(one, 'first');
    const second = await begin(two, 'second');
    const session = await db.connect();
    await join(session, first);
    await session.query('begin');
    await session.query('create table public.a ()');
    await join(session, second);
    await session.query('create table public.b ()');
    await session.query('commit');
    await end(one);
    await end(two);
    expect(await deploymentOfTables(db.client)).toEqual({
      'public.a': 'first',
      'public.b': 'second',
    });
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('leaves outside what the transaction did before it joined', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    const session = await db.connect();
    await session.query('begin');
    await session.query('create table public.before ()');
    await join(session, id);
    await session.query('create table public.after ()');
    await session.query('commit');
    await end(opener);
    expect(await deploymentOfTables(db.client)).toEqual({
      'public.before': null,
      'public.after': 'billing',
    });
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is where it was when the transaction in which it joined rolls back', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    const session = await db.connect();
    await session.query('begin');
    await join(session, id);
    await session.query('rollback');
    expect(await current(session)).toBeNull();
  });
});
