import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { headOf } from '../history/readback.js';
import { begin, end } from './session.js';

describe('pggit.deployment_report', () => {
  const db = useDatabase({ per: 'test' });

  const reportOf = async (id: string) =>
    (await db.client.query('select * from pggit.deployment_report($1)', [id])).rows;

  it('says what a deployment came to', async () => {
    const session = await db.connect();
    await session.query(
      'create table public.pgmigrations (id serial primary key, name text, run_on timestamp)',
    );
    const id = await begin(session, 'billing');
    for (const name of ['1_a', '2_b']) {
      await session.query(`begin; create table public."${name}" ();
        insert into public.pgmigrations (name, run_on) values ('${name}', now()); commit`);
    }
    await session.query('alter table public."1_a" add column id int');
    expect(await reportOf(id)).toEqual([
      {
        deployment_id: id,
        name: 'billing',
        status: 'open',
        commit_id: null,
        changes: 2,
        migrations: 2,
      },
    ]);
    await end(session);
    expect(await reportOf(id)).toEqual([
      {
        deployment_id: id,
        name: 'billing',
        status: 'completed',
        commit_id: await headOf(db.client),
        changes: 2,
        migrations: 2,
      },
    ]);
  });

  it('counts what show lists, not what only follows a rename', async () => {
    await db.client.query(`
      create table public.a (id int primary key);
      create table public.b (a int references public.a);
      create view public.v as select id from public.a`);
    const session = await db.connect();
    const id = await begin(session, 'rename');
    await session.query('alter table public.a rename to renamed');
    await end(session);
    const listed = await db.client.query('select count(*)::int as count from pggit.show()');
    expect(await reportOf(id)).toMatchObject([{ changes: listed.rows[0].count }]);
  });

  it('has no row for a discarded or unknown deployment', async () => {
    const session = await db.connect();
    const id = await begin(session, 'nothing');
    await end(session);
    expect(await reportOf(id)).toEqual([]);
    expect(await reportOf('11111111-2222-4333-8444-555555555555')).toEqual([]);
  });

  it('says failed and interrupted', async () => {
    const session = await db.connect();
    const failed = await begin(session, 'failed');
    await session.query('create table public.a ()');
    await session.query('select pggit.abort_deployment()');
    const interrupted = await begin(session, 'interrupted');
    await session.query('create table public.b ()');
    await session.end();
    await expect
      .poll(async () => (await db.client.query('select * from pggit.recover_deployments()')).rows)
      .toHaveLength(1);
    expect(await reportOf(failed)).toMatchObject([{ status: 'failed', changes: 1 }]);
    expect(await reportOf(interrupted)).toMatchObject([{ status: 'interrupted', changes: 1 }]);
  });
});
