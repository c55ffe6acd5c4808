import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './tool.js';

const SCRIPT = `
import { readFile } from 'node:fs/promises';
import { withPggit } from '@pggit/umzug';
import pg from 'pg';
import { Umzug } from 'umzug';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
const umzug = new Umzug({
  migrations: {
    glob: 'migrations/*.sql',
    resolve: ({ name, path }) => ({ name, up: async () => pool.query(await readFile(path, 'utf8')) }),
  },
  storage: {
    async executed() {
      await pool.query('create table if not exists migrations_done (name text primary key)');
      return (await pool.query('select name from migrations_done')).rows.map(({ name }) => name);
    },
    logMigration: ({ name }) => pool.query('insert into migrations_done values ($1)', [name]),
    unlogMigration: ({ name }) => pool.query('delete from migrations_done where name = $1', [name]),
  },
  logger: undefined,
});
const historyTable = 'public.migrations_done';
if (process.env.PGGIT === 'on') withPggit(umzug, { pool, historyTable });
await umzug.up();
await pool.end();
`;

/**
 * Writes an umzug project: SQL files that do what those of the node-pg-migrate project do, over a
 * pool, with a table for the names. Answers the script that runs it.
 */
export async function writeUmzugProject(directory: string, count: number): Promise<string> {
  await mkdir(join(directory, 'migrations'), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  for (let number = 1; number <= count; number += 1) {
    const name = `${String(number).padStart(4, '0')}.create-item-${number}.sql`;
    await writeFile(join(directory, 'migrations', name), itemMigration(number));
  }
  const script = join(directory, 'migrate.mjs');
  await writeFile(script, SCRIPT);
  return script;
}

/** The same steps for every tool that takes SQL. */
export function itemMigration(number: number): string {
  const steps = [
    createTable(number),
    ...(number % 4 === 0 ? [fill(number), fill(number - 1), backfill(number - 1)] : []),
    ...(number % 10 === 0 ? [replace(number)] : []),
  ];
  return steps.join('\n');
}

function createTable(number: number): string {
  const parent = number > 1 ? ` references item_${number - 1} on delete set null` : '';
  return `
create table item_${number} (
  id serial primary key,
  code varchar(20) not null unique,
  title text not null default '',
  amount numeric(12,2) not null default 0 check (amount >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  is_active boolean not null default true,
  parent_id int${parent}
);
comment on table item_${number} is 'Items of step ${number}';
create index on item_${number} (parent_id);
comment on column item_${number}.amount is 'without tax';`;
}

function fill(number: number): string {
  return `
insert into item_${number} (code, title, amount)
select 'c' || n, 'Item ' || n, n from generate_series(1, 5000) n;`;
}

function backfill(number: number): string {
  return `
alter table item_${number} add gross numeric(12,2);
update item_${number} set gross = round(amount * 1.19, 2);
alter table item_${number} alter gross set not null;`;
}

function replace(number: number): string {
  return `
create or replace function item_total() returns numeric language sql stable
return (select sum(amount) from item_${number});
create view item_report_${number} as select id, code, amount from item_${number} where is_active;`;
}
