import { type TestRole, uniqueRole, useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { commitsOf, headOf, shown } from '../history/readback.js';
import { WORKING_CALLS } from '../history/reading-calls.js';
import { faultsIn } from '../history/soundness.js';
import { failureOf } from './failure.js';
import { deploymentsOf } from './readback.js';
import { begin, current, end, join, kill } from './session.js';

describe('a role with pggit_deployer and no superuser', () => {
  const db = useDatabase({ per: 'test' });
  let role: TestRole;

  const deployer = async (config: pg.ClientConfig = {}) => {
    role = await uniqueRole(db.client);
    await db.client.query(
      `grant pggit_deployer to ${role.name}; create schema app authorization ${role.name}`,
    );
    return db.connect({ user: role.name, password: role.password, ...config });
  };

  it('begins and ends a deployment', async () => {
    const session = await deployer();
    const id = await begin(session, 'billing');
    expect(await current(session)).toBe(id);
    await session.query('create table app.a ()');
    await end(session, 'Add billing', ['meter']);
    expect(await deploymentsOf(db.client)).toMatchObject([
      { id, status: 'completed', openedBy: role.name },
    ]);
    expect((await commitsOf(db.client)).at(-1)).toMatchObject({
      deployment: id,
      author: role.name,
      message: 'Add billing',
      tags: ['meter'],
    });
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('aborts one', async () => {
    const session = await deployer();
    await begin(session, 'billing');
    await session.query('create table app.a ()');
    await session.query("select pggit.abort_deployment('no')");
    expect(await deploymentsOf(db.client)).toMatchObject([{ status: 'failed', reason: 'no' }]);
  });

  it('joins one that another role opened, and reads the report', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    const session = await deployer();
    await join(session, id);
    await session.query('create table app.a ()');
    await end(opener);
    expect(await shown(db.client)).toContain('added table app.a');
    const { rows } = await session.query(
      'select status, changes from pggit.deployment_report($1)',
      [id],
    );
    expect(rows).toEqual([{ status: 'completed', changes: 1 }]);
  });

  it('recovers the deployment of a killed superuser, and leaves a living one alone', async () => {
    const session = await deployer();
    const dead = await db.connect();
    const alive = await db.connect();
    await begin(dead, 'dead');
    await dead.query('create table public.a ()');
    await begin(alive, 'alive');
    await kill(dead, db.client);

    const recovered = await session.query(
      'select name, commit_id from pggit.recover_deployments()',
    );
    expect(recovered.rows).toEqual([{ name: 'dead', commit_id: await headOf(db.client) }]);
    expect(await deploymentsOf(db.client)).toMatchObject([
      { name: 'dead', status: 'interrupted' },
      { name: 'alive', status: 'open' },
    ]);
  });

  it('is alive to others who recover', async () => {
    const session = await deployer();
    await begin(session, 'alive');
    const colleague = await deployerBeside(db.client);
    const other = await db.connect({ user: colleague.name, password: colleague.password });
    expect((await other.query('select * from pggit.recover_deployments()')).rows).toEqual([]);
  });

  it('links a migration and finds the link', async () => {
    const session = await deployer();
    await session.query("select pggit.link_migration(7, 'dbmate')");
    const { rows } = await session.query(
      'select migration_id, tool_name, pggit_commit_id from pggit.external_migrations',
    );
    expect(rows).toEqual([
      { migration_id: '7', tool_name: 'dbmate', pggit_commit_id: await headOf(db.client) },
    ]);
  });

  it('reads history', async () => {
    const session = await deployer();
    expect((await session.query('select * from pggit.log()')).rows).toEqual(
      (await db.client.query('select * from pggit.log()')).rows,
    );
  });

  it('gets pggit’s own errors', async () => {
    const session = await deployer();
    expect((await failureOf(end(session))).code).toBe('PGD02');
    expect((await failureOf(begin(session, ' '))).code).toBe('PGD05');
    expect((await failureOf(session.query('select pggit.link_migration(null)'))).code).toBe(
      'PGX02',
    );
  });

  it.each([
    'delete from pggit.commits',
    "update pggit.deployments set status = 'completed'",
    "insert into pggit.tags (name, commit_id) select 'mine', commit_id from pggit.branches",
    'select pggit.configure_tracking()',
  ])('may not edit history or configure: %s', async (statement) => {
    const session = await deployer();
    expect((await failureOf(session.query(statement))).code).toBe('42501');
  });
});

describe('a role with no rights on pggit', () => {
  const db = useDatabase();
  let role: TestRole;
  let session: pg.Client;

  beforeAll(async () => {
    role = await uniqueRole(db.client);
    await db.client.query(`create schema app authorization ${role.name}`);
    session = await db.connect({ user: role.name, password: role.password });
  });

  it.each([...WORKING_CALLS, 'select * from pggit.log()', 'select * from pggit.commits'])(
    'is refused: %s',
    async (statement) => {
      expect((await failureOf(session.query(statement))).code).toBe('42501');
    },
  );

  it('may run any DDL, which is recorded under its name', async () => {
    await session.query('create table app.a (id int primary key)');
    await session.query('create function app.f() returns int language sql as $$ select 1 $$');
    await session.query('alter table app.a add column total numeric');
    await session.query('drop function app.f()');
    expect((await commitsOf(db.client)).slice(-4)).toMatchObject(
      Array.from({ length: 4 }, () => ({ author: role.name, deployment: null })),
    );
    expect(await shown(db.client)).toEqual(['removed function app.f()']);
    expect(await faultsIn(db.client)).toEqual([]);
  });
});

async function deployerBeside(client: pg.Client): Promise<TestRole> {
  const role = await uniqueRole(client);
  await client.query(`grant pggit_deployer to ${role.name}`);
  return role;
}
