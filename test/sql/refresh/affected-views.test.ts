import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { headOf } from '../history/readback.js';

describe('pggit.affected_views', () => {
  const db = useDatabase({ per: 'test' });

  const affected = async (ref = 'HEAD'): Promise<string[]> => {
    const { rows } = await db.client.query('select name, position from pggit.affected_views($1)', [
      ref,
    ]);
    expect(rows.map(({ position }) => position)).toEqual(rows.map((_, index) => index + 1));
    return rows.map(({ name }) => name);
  };

  it('lists the materialized views that read a changed table', async () => {
    await db.client.query(`
      create table public.orders (id int);
      create table public.customers (id int);
      create materialized view public.of_orders as select id from public.orders;
      create materialized view public.of_customers as select id from public.customers;
      create view public.plain as select id from public.orders`);
    await db.client.query('alter table public.orders add column total int');
    expect(await affected()).toEqual(['public.of_orders']);
  });

  it('lists those that read it through plain views', async () => {
    await db.client.query(`
      create table public.orders (id int);
      create view public.v1 as select id from public.orders;
      create view public.v2 as select id from public.v1;
      create materialized view public.m as select id from public.v2`);
    await db.client.query('alter table public.orders add column total int');
    expect(await affected()).toEqual(['public.m']);
  });

  it('lists each after those it reads, whatever the order in which they were made', async () => {
    // Made so that the order of creation, of names and of oids are all wrong.
    await db.client.query(`
      create table public.orders (id int);
      create materialized view public.z_first as select id from public.orders;
      create view public.between as select id from public.z_first;
      create materialized view public.m_second as select id from public.between;
      create materialized view public.a_third as
        select s.id from public.m_second s join public.z_first f using (id)`);
    await db.client.query('alter table public.orders add column total int');
    expect(await affected()).toEqual(['public.z_first', 'public.m_second', 'public.a_third']);
  });

  it('lists a view once and last when long and short ways lead to it', async () => {
    await db.client.query(`
      create table public.orders (id int);
      create materialized view public.top as select id from public.orders;
      create materialized view public.one as select id from public.orders;
      create materialized view public.two as select id from public.one;
      create materialized view public.three as select id from public.two`);
    await db.client.query(`
      drop materialized view public.top;
      create materialized view public.top as
        select id from public.orders union all select id from public.three`);
    await db.client.query('alter table public.orders add column total int');
    expect(await affected()).toEqual(['public.one', 'public.two', 'public.three', 'public.top']);
  });

  it('lists a materialized view that was itself made or changed', async () => {
    await db.client.query('create table public.orders (id int)');
    await db.client.query('create materialized view public.m as select id from public.orders');
    expect(await affected()).toEqual(['public.m']);
  });

  it('lists those that read a changed view, not those beside it', async () => {
    await db.client.query(`
      create table public.orders (id int);
      create view public.v as select id from public.orders;
      create materialized view public.through as select id from public.v;
      create materialized view public.beside as select id from public.orders`);
    await db.client.query(
      'create or replace view public.v as select id from public.orders where id > 0',
    );
    expect(await affected()).toEqual(['public.through']);
  });

  it('lists those that call a changed function', async () => {
    await db.client.query(`
      create function public.f() returns int language sql immutable as 'select 1';
      create materialized view public.m as select public.f() as x`);
    await db.client.query(
      "create or replace function public.f() returns int language sql immutable as 'select 2'",
    );
    expect(await affected()).toEqual(['public.m']);
  });

  it('lists those that read a changed table through a function with an SQL body', async () => {
    await db.client.query(`
      create table public.orders (id int);
      create function public.f() returns bigint language sql
        begin atomic select count(*) from public.orders; end;
      create materialized view public.m as select public.f() as orders`);
    await db.client.query('alter table public.orders add column total int');
    expect(await affected()).toEqual(['public.m']);
  });

  it('lists views in schemas that are not tracked', async () => {
    await db.client.query(`
      select pggit.configure_tracking(ignore_schemas => array['query']);
      create schema query;
      create table public.orders (id int);
      create materialized view query."Over View" as select id from public.orders`);
    await db.client.query('alter table public.orders add column total int');
    expect(await affected()).toEqual(['query."Over View"']);
  });

  it('lists those of a whole deployment, and of an older commit', async () => {
    await db.client.query(`
      create table public.a (id int); create table public.b (id int); create table public.c (id int);
      create materialized view public.ma as select id from public.a;
      create materialized view public.mb as select id from public.b;
      create materialized view public.mc as select id from public.c`);
    const session = await db.connect();
    await session.query("select pggit.begin_deployment('two tables')");
    await session.query('alter table public.a add column x int');
    await session.query('alter table public.b add column x int');
    await session.query('select pggit.end_deployment()');
    const deployment = await headOf(db.client);
    await session.query('alter table public.c add column x int');
    expect((await affected(deployment)).sort()).toEqual(['public.ma', 'public.mb']);
    expect(await affected()).toEqual(['public.mc']);
  });

  it('is empty when nothing that a materialized view reads has changed', async () => {
    await db.client.query(`
      create table public.orders (id int);
      create materialized view public.m as select id from public.orders`);
    await db.client.query('create table public.other (id int)');
    expect(await affected()).toEqual([]);
  });

  it('leaves out what is gone', async () => {
    await db.client.query(`
      create table public.orders (id int);
      create materialized view public.m as select id from public.orders`);
    await db.client.query('drop table public.orders cascade');
    expect(await affected()).toEqual([]);
  });

  it('lists those that read a partitioned table whose partition changed', async () => {
    await db.client.query(`
      create table public.orders (id int) partition by range (id);
      create materialized view public.m as select id from public.orders`);
    await db.client.query(
      'create table public.orders_1 partition of public.orders for values from (0) to (10)',
    );
    expect(await affected()).toEqual(['public.m']);
  });

  it.each([
    ['was dropped', 'drop table public."Old"'],
    ['was detached', 'alter table public.orders detach partition public."Old"'],
    [
      'was attached',
      'alter table public.orders attach partition public.more for values from (10) to (20)',
    ],
  ])('lists those that read a partitioned table whose partition %s', async (_, statement) => {
    await db.client.query(`
      create table public.root (id int, k int) partition by range (k);
      create table public.orders partition of public.root for values from (0) to (10) partition by range (id);
      create table public."Old" partition of public.orders for values from (0) to (10);
      create table public.more (id int, k int);
      create view public.v as select id from public.root;
      create materialized view public.m as select id from public.v;
      create materialized view public.beside as select 1 as id`);
    await db.client.query(statement);
    expect(await affected()).toEqual(['public.m']);
  });

  it('lists those that read a table whose heir was dropped', async () => {
    await db.client.query(`
      create table public.orders (id int); create table public.heir () inherits (public.orders);
      create materialized view public.m as select id from public.orders`);
    await db.client.query('drop table public.heir');
    expect(await affected()).toEqual(['public.m']);
  });
});
