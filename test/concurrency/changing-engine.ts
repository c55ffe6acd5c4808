import { setTimeout as pause } from 'node:timers/promises';
import type { CurrentDatabase } from '@pggit/testing';
import type pg from 'pg';

/** What happened to sessions that ran DDL until they were told to stop. */
export interface LoadResult {
  readonly transactions: number;
  readonly errors: readonly string[];
  /** The longest that one statement took, in milliseconds. */
  readonly slowest: number;
}

/**
 * Does `work` while sessions run DDL, from half a second before it until a moment after it. They
 * write rows of public.pgmigrations, too.
 */
export async function underLoad<T>(
  sessions: readonly pg.Client[],
  work: () => Promise<T>,
): Promise<LoadResult & { readonly outcome: T }> {
  const load = new Load(sessions);
  try {
    await pause(500);
    const outcome = await work();
    await pause(200);
    return { outcome, ...(await load.stop()) };
  } finally {
    await load.stop();
  }
}

class Load {
  #isStopped = false;
  readonly #running: Promise<unknown>;
  readonly #errors: string[] = [];
  #transactions = 0;
  #slowest = 0;

  constructor(sessions: readonly pg.Client[]) {
    this.#running = Promise.all(sessions.map((session, i) => this.#work(session, i)));
  }

  async stop(): Promise<LoadResult> {
    this.#isStopped = true;
    await this.#running;
    return { transactions: this.#transactions, errors: this.#errors, slowest: this.#slowest };
  }

  async #work(session: pg.Client, number: number): Promise<void> {
    for (let i = 0; !this.#isStopped; i++) {
      const table = `public.load_${number}_${i}`;
      const row = `insert into public.pgmigrations (name, run_on) values ('${table}', now())`;
      const transactions = [
        [`create table ${table} (id int primary key)`],
        ['begin', `create table ${table} (id int)`, `alter table ${table} add x int`, 'commit'],
        ['begin', `create table ${table} ()`, row, 'commit'],
        [`create table ${table} (id serial)`, `drop table ${table}`],
      ];
      for (const sql of transactions[i % transactions.length] ?? []) await this.#run(session, sql);
      this.#transactions += 1;
    }
  }

  async #run(session: pg.Client, sql: string): Promise<void> {
    const began = Date.now();
    await session.query(sql).catch((error) => this.#errors.push(`${sql}: ${error.message}`));
    this.#slowest = Math.max(this.#slowest, Date.now() - began);
  }
}

/** Opens sessions. */
export function connectAll(db: CurrentDatabase, count: number): Promise<pg.Client[]> {
  return Promise.all(Array.from({ length: count }, () => db.connect()));
}

/** What there is of pggit in a database: nothing when it is fully gone. */
export async function tracesIn(other: pg.Client): Promise<string[]> {
  const { rows } = await other.query(
    `select 'event trigger ' || evtname as trace from pg_event_trigger where evtname like 'pggit%'
     union all select 'schema ' || nspname from pg_namespace where nspname = 'pggit'
     union all select 'trigger ' || tgname from pg_trigger where tgname = 'zz_pggit_link'`,
  );
  return rows.map(({ trace }) => trace);
}

/** Makes an installed engine one that an upgrade has to work on, tables included. */
export async function makeOld(admin: pg.Client): Promise<void> {
  await admin.query(`
    set pggit.tracking = off;
    update pggit.settings set value = '"0.0.1"' where name = 'engine_version';
    drop trigger finish_transaction on pggit.external_migrations;
    drop trigger zz_pggit_link on public.pgmigrations;
    reset pggit.tracking`);
}
