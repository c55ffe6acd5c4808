import type pg from 'pg';

/** What a callback of pggit passes on from Flyway. */
export const CALLED = "'public', 'flyway_schema_history', '2026-11-26 10:00:00'";

/** As Flyway makes it. */
export const HISTORY = `create table public.flyway_schema_history (
  installed_rank int not null, version varchar(50), description varchar(200) not null,
  type varchar(20) not null, script varchar(1000) not null, checksum int,
  installed_by varchar(100) not null, installed_on timestamp not null default now(),
  execution_time int not null, success boolean not null)`;

/** As Flyway writes it in its main session. */
export const row = (rank: number, version: string): string =>
  `insert into public.flyway_schema_history values
     (${rank}, '${version}', 'd', 'SQL', 'V${version}__d.sql', 1, 'me', default, 1, true)`;

/** What `beforeEachMigrate` does in the session of the migration. */
export const announce = (session: pg.ClientBase): Promise<unknown> =>
  session.query(`select pggit.flyway_before_each(${CALLED})`);

/** The sessions of one run of Flyway. */
export interface Sessions {
  readonly main: pg.ClientBase;
  readonly migration: pg.ClientBase;
}

/** Migrates as Flyway does: the row's transaction begins before the migration's and ends after it. */
export async function migrate(
  { main, migration }: Sessions,
  rank: number,
  statements: readonly string[],
  { callbacks = true, transaction = true } = {},
): Promise<void> {
  await main.query('begin; select max(installed_rank) from public.flyway_schema_history');
  if (transaction) await migration.query('begin');
  if (callbacks) await announce(migration);
  for (const statement of statements) await migration.query(statement);
  if (callbacks) await migration.query('select pggit.flyway_after_each()');
  await main.query(row(rank, String(rank)));
  if (transaction) await migration.query('commit');
  await main.query('commit');
}
