import { within } from './databases.js';

/** Tables a transaction, so that the locks of one never fill the server's table of them. */
const BATCH = 1_000;

/** A typical table: eight columns, a key, an index. */
export const TYPICAL_COLUMNS = `
  id bigint generated always as identity primary key,
  code varchar(20) not null,
  title text not null default '',
  amount numeric(12,2) not null default 0 check (amount >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz,
  owner_id int,
  is_active boolean not null default true`;

/** A table without a TOAST table, because ten thousand of those are only files. */
const SMALL_COLUMNS = `
  id int constraint %1$s_pkey primary key,
  code varchar(20) not null,
  amount numeric(12,2) not null default 0,
  created_at timestamptz not null default now(),
  parent_id int`;

/** Fills schema `app` with tables t1 to t<count>, each with a primary key and an index. */
export async function createTables(url: string, count: number): Promise<void> {
  await within(url, async (session) => {
    await session.run('create schema app');
    await inBatches(count, (from, to) =>
      session.run(`
        do $do$
        begin
          for i in ${from} .. ${to} loop
            execute format('create table app.%1$s (${SMALL_COLUMNS})', 't' || i);
            execute format('create index %1$s_code_idx on app.%1$s (code)', 't' || i);
          end loop;
        end $do$`),
    );
  });
}

/** How foreign keys are laid out: from each table to the one before it, or all to table app.hub. */
export type Layout = 'spread' | 'hub';

/** Gives tables t1 to t<count> a foreign key each, which pggit does not see. */
export async function createForeignKeys(url: string, count: number, layout: Layout): Promise<void> {
  const target = layout === 'hub' ? `'hub'` : `'t' || greatest(i - 1, 1)`;
  await within(url, (session) =>
    inBatches(count, (from, to) =>
      session.run(`
        set pggit.tracking = off;
        do $do$
        begin
          for i in ${from} .. ${to} loop
            execute format('alter table app.%s add foreign key (parent_id) references app.%s (id)',
              't' || i, ${target});
          end loop;
        end $do$`),
    ),
  );
}

async function inBatches(
  count: number,
  work: (from: number, to: number) => Promise<void>,
): Promise<void> {
  for (let from = 1; from <= count; from += BATCH) {
    await work(from, Math.min(count, from + BATCH - 1));
  }
}
