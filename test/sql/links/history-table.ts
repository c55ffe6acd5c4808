import type { ClientBase } from 'pg';

/** The columns node-pg-migrate gives its history table. */
export const HISTORY_COLUMNS =
  '(id serial primary key, name varchar(255) not null, run_on timestamp not null)';

/** What node-pg-migrate does before its first migration. */
export async function createHistoryTable(
  session: ClientBase,
  table = 'public.pgmigrations',
): Promise<void> {
  await session.query(`create table ${table} ${HISTORY_COLUMNS}`);
}

/** The last step of a migration. */
export async function record(
  session: ClientBase,
  name: string,
  table = 'public.pgmigrations',
): Promise<void> {
  await session.query(`insert into ${table} (name, run_on) values ($1, now())`, [name]);
}

/** The last step of a migration taken back. */
export async function unrecord(
  session: ClientBase,
  name: string,
  table = 'public.pgmigrations',
): Promise<void> {
  await session.query(`delete from ${table} where name = $1`, [name]);
}

/** A migration the usual way: its statement and its row in one transaction. */
export async function migrate(
  session: ClientBase,
  name: string,
  statement: string,
  table = 'public.pgmigrations',
): Promise<void> {
  await session.query('begin');
  await session.query(statement);
  await record(session, name, table);
  await session.query('commit');
}

/** A migration taken back the usual way. */
export async function revert(session: ClientBase, name: string, statement: string): Promise<void> {
  await session.query('begin');
  await session.query(statement);
  await unrecord(session, name);
  await session.query('commit');
}
