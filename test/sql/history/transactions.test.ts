import { uniqueName, uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { commitsOf, headOf, shown, statusOf } from './readback.js';
import { faultsIn } from './soundness.js';

describe('a transaction outside a deployment', () => {
  const db = useDatabase({ per: 'test' });

  it('is one commit, however many statements it has', async () => {
    const session = await db.connect();
    await session.query('begin');
    await session.query('create schema app');
    await session.query('create table app.orders (id int primary key)');
    await session.query('alter table app.orders add column total numeric');
    await session.query("comment on column app.orders.total is 'net'");
    await session.query('commit');

    expect(await commitsOf(db.client)).toMatchObject([
      { changes: 3, deployment: null, deploymentName: null, tags: [], migrations: 0 },
    ]);
    expect(await shown(db.client)).toEqual([
      'added index app.orders_pkey',
      'added schema app',
      'added table app.orders',
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is a commit of its own for each statement without a transaction block', async () => {
    const session = await db.connect();
    const baseline = await headOf(db.client);
    await session.query('create table public.a (id int)');
    await session.query('create table public.b (id int)');
    await session.query('drop table public.a');

    const commits = await commitsOf(db.client);
    expect(commits.map(({ parents }) => parents)).toEqual([
      [baseline],
      [commits[0]?.id],
      [commits[1]?.id],
    ]);
    expect(await shown(db.client, 'HEAD')).toEqual(['removed table public.a']);
    expect(await shown(db.client, commits[1]?.id)).toEqual(['added table public.b']);
    expect(await shown(db.client, commits[0]?.id)).toEqual(['added table public.a']);
  });

  it('is one commit when several statements come as one string', async () => {
    const session = await db.connect();
    await session.query('create table public.a (id int); create table public.b (id int)');
    expect(await commitsOf(db.client)).toHaveLength(1);
    expect(await shown(db.client)).toEqual(['added table public.a', 'added table public.b']);
  });

  it('is one commit when a block or a function runs the DDL', async () => {
    const session = await db.connect();
    await session.query(`do $$ begin
      for i in 1 .. 3 loop execute format('create table public.part_%s (id int)', i); end loop;
    end $$`);
    expect(await shown(db.client)).toEqual([
      'added table public.part_1',
      'added table public.part_2',
      'added table public.part_3',
    ]);
  });

  it('is one commit when SET CONSTRAINTS ALL IMMEDIATE cuts it in two', async () => {
    const session = await db.connect();
    await session.query('begin');
    await session.query('create table public.a (id int)');
    await session.query('set constraints all immediate');
    await session.query('create table public.b (id int)');
    await session.query('commit');

    expect(await commitsOf(db.client)).toHaveLength(1);
    expect(await shown(db.client)).toEqual(['added table public.a', 'added table public.b']);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is no commit when it changes data, reads, or makes temporary objects', async () => {
    const session = await db.connect();
    await session.query('create table public.a (id int)');
    const head = await headOf(db.client);
    await session.query('insert into public.a values (1)');
    await session.query('select * from public.a');
    await session.query('create temp table scratch (id int primary key); drop table scratch');
    await session.query('truncate public.a; analyze public.a');
    expect(await headOf(db.client)).toBe(head);
    expect(await statusOf(db.client)).toEqual([]);
  });

  it('is no commit when it drops again what it made', async () => {
    const session = await db.connect();
    const head = await headOf(db.client);
    await session.query('create table public.a (id int); drop table public.a');
    expect(await headOf(db.client)).toBe(head);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('leaves nothing when it rolls back', async () => {
    const session = await db.connect();
    const head = await headOf(db.client);
    await session.query('begin; create table public.a (id int); set constraints all immediate');
    await session.query('rollback');
    expect(await headOf(db.client)).toBe(head);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('leaves out what was rolled back to a savepoint', async () => {
    const session = await db.connect();
    await session.query('begin');
    await session.query('create table public.kept (id int)');
    await session.query('savepoint s; create table public.gone (id int); rollback to s');
    await session.query('alter table public.kept add column total int');
    await session.query('commit');
    expect(await shown(db.client)).toEqual(['added table public.kept']);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('commits for a statement that cannot run inside a transaction block', async () => {
    const session = await db.connect();
    await session.query('create table public.a (id int)');
    await session.query('create index concurrently a_id_idx on public.a (id)');
    expect(await shown(db.client)).toEqual(['added index public.a_id_idx']);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('names the login as author, also when it acts as another role', async () => {
    const login = await uniqueRole(db.client);
    const owner = uniqueName('owner');
    await db.client.query(`create role ${owner}; grant ${owner} to ${login.name};
      create schema app authorization ${owner}`);
    const session = await db.connect({ user: login.name, password: login.password });
    await session.query(`set role ${owner}; create table app.a (id int)`);
    expect((await commitsOf(db.client)).at(-1)).toMatchObject({ author: login.name });
    await db.client.query(`drop schema app cascade; drop role ${owner}`);
  });

  it('gets a message that says what was done', async () => {
    const session = await db.connect();
    await session.query('create table public.a (id int)');
    await session.query('create table public.b (id int); create table public.c (id int)');
    expect((await commitsOf(db.client)).map(({ message }) => message)).toEqual([
      'added table public.a',
      'added table public.b and 1 more',
    ]);
  });

  it('is not in the history before it ends', async () => {
    const session = await db.connect();
    const head = await headOf(db.client);
    await session.query('begin; create table public.a (id int); set constraints all immediate');
    expect(await headOf(db.client)).toBe(head);
    await session.query('commit');
    expect(await shown(db.client)).toEqual(['added table public.a']);
  });
});
