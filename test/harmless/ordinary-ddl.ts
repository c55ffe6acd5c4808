import type { ClientBase } from 'pg';
import { expect } from 'vitest';

/** What {@link runOrdinaryDdl} works on; run once, while all is well. */
export const GROUND = `
  create schema ground;
  create table ground.orders (id int primary key, total numeric);
  create table ground.gone (id int);
  create view ground.totals as select id, total from ground.orders;
  create function ground.f() returns int language sql as 'select 1'`;

/**
 * A statement of each sort: create, alter, rename, grant, comment, drop, and a new history table.
 * `run` makes the names differ from one time to the next.
 */
export function ordinaryDdl(run: number): string[] {
  return [
    `create table ground.t${run} (id serial primary key, note text)`,
    `alter table ground.orders add column c${run} int`,
    `alter table ground.orders rename column c${run} to renamed${run}`,
    `grant select on ground.t${run} to public`,
    `comment on function ground.f() is 'run ${run}'`,
    `create view ground.v${run} as select id from ground.t${run}`,
    `create schema tool${run} create table pgmigrations (id serial primary key,
       name varchar(255) not null, run_on timestamp not null)`,
    `insert into tool${run}.pgmigrations (name, run_on) values ('1_one', now())`,
    `drop table tool${run}.pgmigrations; drop schema tool${run}`,
    `drop view ground.v${run}`,
  ];
}

/** Runs {@link ordinaryDdl} and reads its effect back, once it is committed or not yet. */
export async function runOrdinaryDdl(
  session: ClientBase,
  run: number,
  readback: ClientBase = session,
): Promise<void> {
  await session.query(ordinaryDdl(run).join(';\n'));
  await expectEffect(readback, run);
}

/** Asserts in the catalog that {@link ordinaryDdl} has done what it says. */
export async function expectEffect(other: ClientBase, run: number): Promise<void> {
  const { rows } = await other.query(
    `select to_regclass('ground.t${run}') is not null as created,
            has_table_privilege('public', 'ground.t${run}', 'select') as granted,
            exists (select from pg_attribute a where a.attrelid = 'ground.orders'::regclass
                     and a.attname = 'renamed${run}') as altered,
            obj_description('ground.f()'::regprocedure, 'pg_proc') as comment,
            to_regclass('ground.v${run}') is null and to_regnamespace('tool${run}') is null as dropped`,
  );
  expect(rows).toEqual([
    { created: true, granted: true, altered: true, comment: `run ${run}`, dropped: true },
  ]);
}
