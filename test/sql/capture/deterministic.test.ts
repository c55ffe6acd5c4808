import { useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';

/** Each a transaction. */
const MIGRATIONS = [
  `create schema app; create type app.mood as enum ('ok'); create table app.customers (id serial primary key, name text)`,
  `create table app.orders (id int primary key, customer int references app.customers, mood app.mood);
   create view app.v as select id from app.orders; create index on app.orders (customer)`,
  'alter table app.customers rename to clients; alter table app.orders rename customer to client',
  'create table app.customers (id int); alter table app.customers rename id to number',
  `create function app.f(app.mood) returns app.mood language sql as 'select $1';
   alter type app.mood rename to temper; grant select on app.orders to public`,
  'drop table app.customers; create table app.customers (number text, id int)',
  'alter table app.customers drop id; alter table app.customers add id bigint',
  'alter schema app rename to sales',
  'drop view sales.v; drop function sales.f(sales.temper)',
];

describe('the same migrations in two databases', () => {
  const one = useDatabase();
  const two = useDatabase();

  beforeAll(async () => {
    // Oids, sessions and times differ; what is made of them must not.
    await two.client.query(
      'create temp table burnt (id serial primary key); create schema gone; drop schema gone',
    );
    for (const migration of MIGRATIONS) {
      await one.client.query(migration);
      await (await two.connect()).query(migration);
    }
  });

  it('give equal objects, ids and column ids', async () => {
    const query = `select kind, identity, object_id, column_ids, encode(blob, 'hex') as blob
                     from pggit.live_objects order by kind, identity`;
    const [left, right] = await both(query);
    expect(left.length).toBeGreaterThan(8);
    expect(right).toEqual(left);
  });

  it('give an equal state hash after each of them', async () => {
    const query = `select encode(state_hash, 'hex') as hash from pggit.log() l
                     join pggit.commits c using (commit_id) order by c.commit_number desc limit ${MIGRATIONS.length}`;
    const [left, right] = await both(query);
    expect(left).toHaveLength(MIGRATIONS.length);
    expect(right).toEqual(left);
  });

  it('give equal changes and messages', async () => {
    const query = `select k.message, c.object_id, c.change, c.kind, c.old_identity, c.new_identity,
                          encode(c.old_blob, 'hex') as old_blob, encode(c.new_blob, 'hex') as new_blob,
                          c.old_column_ids, c.new_column_ids, c.caused_by, c.command_tag
                     from pggit.changes c join pggit.commits k using (commit_id)
                    where k.message not like '%schema gone' and k.message <> 'baseline'
                    order by k.commit_number, c.kind, c.object_id, c.change_id`;
    const [left, right] = await both(query);
    expect(right).toEqual(left);
  });

  async function both(query: string): Promise<[unknown[], unknown[]]> {
    const rows = async (client: ClientBase) => (await client.query(query)).rows;
    return [await rows(one.client), await rows(two.client)];
  }
});
