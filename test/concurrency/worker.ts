import type pg from 'pg';

/** Shared objects of the database under load, made before it begins. */
export const SHARED = `
  create schema shared;
  create table shared.orders (id int primary key, total numeric);
  create table shared.customers (id int primary key, name text);
  create function shared.f() returns int language sql as 'select 1';
  create type shared.state as enum ('open')`;

/**
 * One session of a team at work: it makes, changes and drops objects of its own and objects all
 * sessions share. What it does never fails and never deadlocks in PostgreSQL alone: a transaction
 * touches one shared table at most, and first.
 */
export class Worker {
  readonly schema: string;
  /** Transactions that went through. */
  transactions = 0;
  readonly problems: string[] = [];
  readonly #session: pg.Client;
  readonly #number: number;
  #step = 0;

  constructor(session: pg.Client, number: number) {
    this.#session = session;
    this.#number = number;
    this.schema = `own_${number}`;
    session.on('notice', ({ severity, message }) => {
      if (severity === 'WARNING') this.problems.push(`warning: ${message}`);
    });
  }

  async workUntil(deadline: number): Promise<void> {
    await this.#run(`create schema ${this.schema}`);
    while (Date.now() < deadline) {
      this.#step += 1;
      const tasks = this.#tasks();
      await tasks[(this.#step + this.#number) % tasks.length]?.();
    }
  }

  /** What the session may do next; the turn goes round, and begins elsewhere for each session. */
  #tasks(): (() => Promise<void>)[] {
    const own = this.schema;
    const step = this.#step;
    const table = `${own}.t${step}`;
    const column = `c_${this.#number}_${step}`;
    return [
      () => this.#run(`create table ${table} (id serial primary key, note text)`),
      () =>
        this.#inTransaction(
          `alter table shared.orders add column ${column} int`,
          `create table ${table} (id int)`,
          `create view ${own}.v${step} as select id from ${table}`,
        ),
      () => this.#run(this.#onSharedFunction()),
      () => this.#deployment(`create table ${table} (id int)`, `drop table ${table}`),
      () => this.#run(`comment on column shared.customers.name is '${this.#number} ${step}'`),
      () => this.#inTransaction(`create table ${table} (id int)`, `drop table ${table}`),
      () => this.#run(`alter type shared.state add value 'v_${this.#number}_${step}'`),
      () => this.#migration(table, column),
      () => this.#rolledBack(`alter table shared.orders add column ${column} int`),
      () =>
        this.#inTransaction(
          `create table ${table} (id int primary key, order_id int references shared.orders)`,
          `alter table ${table} rename to renamed_${step}`,
          `alter table ${own}.renamed_${step} rename column order_id to parent`,
        ),
      () =>
        this.#deployment(
          `create function ${own}.f${step}() returns int language sql as 'select 1'`,
          `alter table shared.customers add column ${column} int`,
          `alter table shared.customers drop column ${column}`,
        ),
    ];
  }

  /** PostgreSQL lets one session grant a function while another comments on it, but not two grant. */
  #onSharedFunction(): string {
    if (this.#number > 0) {
      return `comment on function shared.f() is 'by ${this.#number} at ${this.#step}'`;
    }
    return this.#step % 2 === 0
      ? 'grant execute on function shared.f() to pggit_reader'
      : 'revoke execute on function shared.f() from pggit_reader';
  }

  async #migration(table: string, column: string): Promise<void> {
    await this.#inTransaction(
      `alter table shared.customers add column ${column} int`,
      `create table ${table} (id int)`,
      `insert into public.pgmigrations (name, run_on) values ('${table}', now())`,
    );
  }

  async #deployment(...statements: string[]): Promise<void> {
    await this.#session.query(`select pggit.begin_deployment('${this.schema} ${this.#step}')`);
    for (const statement of statements) await this.#run(statement);
    await this.#session.query('select pggit.end_deployment()');
  }

  async #rolledBack(statement: string): Promise<void> {
    await this.#session.query('begin');
    await this.#session.query(statement);
    await this.#session.query('rollback');
  }

  async #inTransaction(...statements: string[]): Promise<void> {
    await this.#session.query('begin');
    for (const statement of statements) await this.#session.query(statement);
    await this.#session.query('commit');
    this.transactions += 1;
  }

  async #run(statement: string): Promise<void> {
    await this.#session.query(statement);
    this.transactions += 1;
  }
}
