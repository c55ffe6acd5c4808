import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { commitsOf, headOf, shown } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { failureOf } from './failure.js';
import { deploymentsOf } from './readback.js';
import { begin, current } from './session.js';

describe('pggit.abort_deployment', () => {
  const db = useDatabase({ per: 'test' });

  it('keeps what landed as a commit, and calls the deployment failed', async () => {
    const session = await db.connect();
    const id = await begin(session, 'billing');
    await session.query('create table public.landed ()');
    await session.query('begin; create table public.gone ()');
    await failureOf(session.query('select 1 / 0'));
    await session.query('rollback');
    await session.query("select pggit.abort_deployment('division by zero')");

    expect(await deploymentsOf(db.client)).toMatchObject([
      {
        id,
        status: 'failed',
        reason: 'division by zero',
        commit: await headOf(db.client),
        endedAt: expect.any(Date),
      },
    ]);
    expect(await commitsOf(db.client)).toMatchObject([
      { deployment: id, message: 'billing', changes: 1 },
    ]);
    expect(await shown(db.client)).toEqual(['added table public.landed']);
    expect(await current(session)).toBeNull();
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('needs no reason', async () => {
    const session = await db.connect();
    await begin(session, 'billing');
    await session.query('create table public.a ()');
    await session.query('select pggit.abort_deployment()');
    expect(await deploymentsOf(db.client)).toMatchObject([{ status: 'failed', reason: null }]);
  });

  it('keeps what other sessions of the deployment did', async () => {
    const session = await db.connect();
    const id = await begin(session, 'billing');
    const joined = await db.connect({ options: `-c pggit.deployment=${id}` });
    await joined.query('create table public.a ()');
    await session.query("select pggit.abort_deployment('no')");
    expect(await shown(db.client)).toEqual(['added table public.a']);
  });

  it('keeps the links of the migrations that landed', async () => {
    const session = await db.connect();
    await session.query(
      'create table public.pgmigrations (id serial primary key, name text, run_on timestamp)',
    );
    await begin(session, 'billing');
    await session.query(`begin; create table public.a ();
      insert into public.pgmigrations (name, run_on) values ('1_a', now()); commit`);
    await session.query(`begin; create table public.b ();
      insert into public.pgmigrations (name, run_on) values ('2_b', now()); rollback`);
    await session.query("select pggit.abort_deployment('2_b failed')");
    const { rows } = await db.client.query(
      'select migration_key as key, pggit_commit_id as commit from pggit.external_migrations',
    );
    expect(rows).toEqual([{ key: '1_a', commit: await headOf(db.client) }]);
    expect(await shown(db.client)).toEqual(['added table public.a']);
  });

  it('keeps what its own transaction changed', async () => {
    const session = await db.connect();
    await session.query('begin');
    await begin(session, 'billing');
    await session.query('create table public.a ()');
    await session.query("select pggit.abort_deployment('changed my mind')");
    await session.query('commit');
    expect(await deploymentsOf(db.client)).toMatchObject([{ status: 'failed' }]);
    expect(await shown(db.client)).toEqual(['added table public.a']);
    expect(await faultsIn(db.client)).toEqual([]);
  });
});
