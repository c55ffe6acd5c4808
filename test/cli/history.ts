import { pggit } from '@pggit/core';
import type pg from 'pg';

const HISTORY_TABLE =
  'create table if not exists public.pgmigrations (id serial primary key, name text not null, run_on timestamp not null)';

/** A migration and its row, as a tool writes them: in one transaction. */
export async function migrate(client: pg.Client, name: string, sql: string): Promise<void> {
  await client.query(HISTORY_TABLE);
  await client.query('begin');
  await client.query(sql);
  await client.query('insert into public.pgmigrations (name, run_on) values ($1, now())', [name]);
  await client.query('commit');
}

/**
 * A history of three commits after the baseline: a deployment of two migrations, a deployment that
 * failed half-way, and one that changes, renames and removes.
 */
export async function recordHistory(client: pg.Client): Promise<void> {
  const { beginDeployment, endDeployment, abortDeployment } = pggit(client);
  await client.query(HISTORY_TABLE);

  await beginDeployment('first release');
  await migrate(
    client,
    '001_orders',
    'create schema app; create table app.orders (id int primary key, total numeric(10,2))',
  );
  await migrate(client, '002_lines', 'create table app.lines (id int); create table app.old ()');
  await endDeployment({ message: 'Orders and lines', tags: ['shop', 'v1'] });

  await beginDeployment('interest');
  await migrate(
    client,
    '003_interest',
    'create function app.interest(int) returns int language sql as $$\n  select 1\n  where $1 > 0\n$$',
  );
  await abortDeployment('division by zero');

  await beginDeployment('second release');
  await migrate(
    client,
    '004_totals',
    `alter table app.orders alter total type numeric(12,2), add note text;
     create or replace function app.interest(int) returns int language sql as $$\n  select 2\n  where $1 > 0\n$$`,
  );
  await migrate(
    client,
    '005_names',
    'alter table app.lines rename to order_lines; drop table app.old',
  );
  await endDeployment({ message: 'Wider totals\n\nAnd better names.', tags: ['billing'] });
}
