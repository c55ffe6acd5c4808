import type { Queryable } from '@pggit/core';
import { memoryStorage, type RunnableMigration, Umzug, type UmzugStorage } from 'umzug';

/** Anything that migrations run their statements on. */
export type Context = Pick<Queryable, 'query'>;

export type Migration = RunnableMigration<Context>;

/** A table, and its removal. */
export function table(name: string): Migration {
  return {
    name,
    up: ({ context }) => context.query(`create table public.${name} (id int)`),
    down: ({ context }) => context.query(`drop table public.${name}`),
  };
}

/** Several tables at once, each over whichever connection the pool gives. */
export function tablesAtOnce(name: string, tables: readonly string[]): Migration {
  const each = (context: Context, statement: (table: string) => string) =>
    Promise.all(tables.map((table) => context.query(statement(table))));
  return {
    name,
    up: ({ context }) => each(context, (of) => `create table public.${of} (id int)`),
    down: ({ context }) => each(context, (of) => `drop table public.${of}`),
  };
}

/** An umzug that says nothing, with nothing but its migrations and where they run. */
export function umzugOf(
  context: Context,
  migrations: Migration[],
  storage: UmzugStorage = memoryStorage(),
): Umzug<Context> {
  return new Umzug<Context>({ migrations, context, storage, logger: undefined });
}

/** A table of a team's own, with names and nothing else. */
export function tableStorage(db: Context, name = 'public.schema_log'): UmzugStorage {
  return {
    async executed() {
      await db.query(`create table if not exists ${name} (name text primary key)`);
      const { rows } = await db.query(`select name from ${name} order by name`);
      return rows.map((row) => row.name);
    },
    async logMigration(params) {
      await db.query(`insert into ${name} values ($1)`, [params.name]);
    },
    async unlogMigration(params) {
      await db.query(`delete from ${name} where name = $1`, [params.name]);
    },
  };
}

/** Collects what pggit says, in place of standard error. */
export function notices(): { lines: string[]; onNotice: (line: string) => void } {
  const lines: string[] = [];
  return { lines, onNotice: (line) => lines.push(line) };
}
