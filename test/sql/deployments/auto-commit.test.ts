import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { commitsOf, headOf, shown, statusOf } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { deploymentsOf } from './readback.js';
import { begin, end } from './session.js';

describe('a deployment with auto_commit', () => {
  const db = useDatabase({ per: 'test' });

  it('makes a commit of each transaction as it lands', async () => {
    const session = await db.connect();
    const id = await begin(session, 'billing', true);
    const baseline = await headOf(db.client);
    await session.query('create table public.a ()');
    expect(await headOf(db.client)).not.toBe(baseline);
    await session.query('begin; create table public.b (); create table public.c (); commit');
    expect(await commitsOf(db.client)).toMatchObject([
      { deployment: id, changes: 1, message: 'added table public.a' },
      { deployment: id, changes: 2, message: 'added table public.b and 1 more' },
    ]);
    expect(await statusOf(db.client)).toEqual([]);
    await end(session);
  });

  it('adds message and tags to the last of them at the end, and no commit', async () => {
    const session = await db.connect();
    const id = await begin(session, 'billing', true);
    await session.query('create table public.a ()');
    await session.query('create table public.b ()');
    await end(session, 'Add billing', ['meter']);
    const commits = await commitsOf(db.client);
    expect(commits).toMatchObject([
      { deployment: id, message: 'added table public.a', tags: [] },
      { deployment: id, message: 'Add billing', tags: ['meter'] },
    ]);
    expect(await deploymentsOf(db.client)).toMatchObject([
      { id, autoCommit: true, status: 'completed', commit: commits[1]?.id },
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('leaves the messages alone when the end brings none', async () => {
    const session = await db.connect();
    await begin(session, 'billing', true);
    await session.query('create table public.a ()');
    await session.query('create table public.b ()');
    await end(session);
    expect((await commitsOf(db.client)).map(({ message }) => message)).toEqual([
      'added table public.a',
      'added table public.b',
    ]);
  });

  it('commits for the sessions that join it as well', async () => {
    const session = await db.connect();
    const id = await begin(session, 'billing', true);
    const joined = await db.connect({ options: `-c pggit.deployment=${id}` });
    await joined.query('create table public.a ()');
    expect(await shown(db.client)).toEqual(['added table public.a']);
    await session.query('create table public.b ()');
    await end(session, 'last');
    expect(await commitsOf(db.client)).toMatchObject([
      { deployment: id },
      { deployment: id, message: 'last' },
    ]);
  });

  it('puts message and tags on its own last commit when others came after it', async () => {
    const session = await db.connect();
    await begin(session, 'billing', true);
    await session.query('create table public.a ()');
    const outside = await db.connect();
    await outside.query('create table public.b ()');
    await end(session, 'Add billing', ['meter']);
    expect(await commitsOf(db.client)).toMatchObject([
      { message: 'Add billing', tags: ['meter'], deploymentName: 'billing' },
      { message: 'added table public.b', tags: [], deploymentName: null },
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is one commit when it begins, works and ends in one transaction', async () => {
    const session = await db.connect();
    await session.query('begin');
    const id = await begin(session, 'billing', true);
    await session.query('create table public.a ()');
    await session.query('create table public.b ()');
    await end(session, 'all at once', ['meter']);
    await session.query('commit');
    expect(await commitsOf(db.client)).toMatchObject([
      { deployment: id, message: 'all at once', tags: ['meter'], changes: 2 },
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('keeps its commits when it is aborted, as failed', async () => {
    const session = await db.connect();
    const id = await begin(session, 'billing', true);
    await session.query('create table public.a ()');
    await session.query("select pggit.abort_deployment('syntax error')");
    expect(await commitsOf(db.client)).toMatchObject([{ deployment: id, changes: 1 }]);
    expect(await deploymentsOf(db.client)).toMatchObject([
      { status: 'failed', reason: 'syntax error', commit: await headOf(db.client) },
    ]);
  });

  it('is discarded when nothing landed', async () => {
    const session = await db.connect();
    await begin(session, 'nothing', true);
    await end(session, 'nothing', ['nothing']);
    expect(await deploymentsOf(db.client)).toEqual([]);
    expect((await db.client.query('select * from pggit.tags')).rows).toEqual([]);
  });

  it('ties each link to the commit of its transaction', async () => {
    const session = await db.connect();
    await session.query(
      'create table public.pgmigrations (id serial primary key, name text, run_on timestamp)',
    );
    await begin(session, 'billing', true);
    for (const name of ['1_a', '2_b']) {
      await session.query(`begin; create table public."${name}" ();
        insert into public.pgmigrations (name, run_on) values ('${name}', now()); commit`);
    }
    await end(session, 'last');
    const commits = await commitsOf(db.client);
    const { rows } = await db.client.query(
      'select migration_key as key, pggit_commit_id as commit from pggit.external_migrations order by link_id',
    );
    expect(rows).toEqual([
      { key: '1_a', commit: commits[0]?.id },
      { key: '2_b', commit: commits[1]?.id },
    ]);
  });
});
