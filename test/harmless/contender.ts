import type { ClientBase } from 'pg';
import { Random } from '../sql/oracle/random.js';

/** What the sessions fight over, made before they begin. */
export const CONTENDED = `
  create schema shared;
  create table shared.t1 (id int primary key, note text);
  create table shared.t2 (id int primary key, note text);
  create table shared.t3 (id int, note text) partition by range (id);
  create function shared.f() returns int language sql as 'select 1';
  create type shared.mood as enum ('sad', 'ok');
  create sequence shared.s;
  create view shared.v as select id from shared.t1`;

/**
 * Statements in the order in which every transaction takes them, so that PostgreSQL by itself never
 * comes to a deadlock: what locks one object, before what locks a later one. N is a small number.
 */
const IN_ORDER: readonly string[] = [
  'alter table shared.t1 add column cN int',
  'alter table shared.t1 drop column cN',
  'alter table shared.t1 rename column cN to dN',
  'lock table shared.t1; create index t1_iN on shared.t1 (note)',
  'comment on table shared.t1 is $$N$$',
  'grant select on shared.t1 to public',
  'alter table shared.t2 add constraint kN check (id > N)',
  'alter table shared.t2 drop constraint kN',
  'alter table shared.t2 alter note set default $$N$$',
  'alter table shared.t2 rename to t2x',
  'alter table shared.t2x rename to t2',
  'alter table shared.t2 enable row level security',
  'create table shared.pN partition of shared.t3 for values from (N0) to (N9)',
  'drop table shared.pN',
  'create table shared.uN (id serial primary key, note text)',
  'alter table shared.uN add column more int',
  'drop table shared.uN',
  'create or replace function shared.f() returns int language sql as $$select N$$',
  'comment on function shared.f() is $$N$$',
  'create type shared.typeN as (a int)',
  'drop type shared.typeN',
  'alter sequence shared.s increment N1',
  'create schema sN',
  'drop schema sN',
];

/** Statements that lock several objects: each is a transaction of its own. */
const ALONE: readonly string[] = [
  'create or replace view shared.v as select id, note from shared.t1',
  'drop view shared.v',
  'create view shared.v as select id from shared.t1',
  'alter type shared.mood add value $$mN$$',
  'alter schema shared rename to shared2; alter schema shared2 rename to shared',
];

/** One of many sessions that work on the same few objects, by a seed. What fails is noted and goes on. */
export class Contender {
  /** SQLSTATEs, and how often each came. */
  readonly errors = new Map<string, number>();
  readonly warnings: string[] = [];
  committed = 0;
  readonly #session: ClientBase;
  readonly #random: Random;

  constructor(session: ClientBase, seed: number) {
    this.#session = session;
    this.#random = new Random(seed);
    session.on('notice', ({ severity, message }) => {
      if (severity === 'WARNING') this.warnings.push(message ?? '');
    });
  }

  async workUntil(deadline: number): Promise<void> {
    while (Date.now() < deadline) {
      const statements = this.#transaction();
      try {
        for (const statement of statements) await this.#session.query(statement);
        this.committed += 1;
      } catch (error) {
        const { code } = error as { code: string };
        this.errors.set(code, (this.errors.get(code) ?? 0) + 1);
        await this.#session.query('rollback');
      }
    }
  }

  #transaction(): string[] {
    if (this.#random.once(8)) return [this.#filled(this.#random.pick(ALONE))];
    const work = IN_ORDER.filter(() => this.#random.once(10)).map((one) => this.#filled(one));
    const level = this.#random.pick(['read committed', 'repeatable read', 'serializable']);
    const immediate = this.#random.once(10);
    // What was described in a savepoint that is taken back, PostgreSQL remembers as read.
    const savepoints = !(immediate && level === 'serializable');
    return [
      `begin isolation level ${level}`,
      ...(immediate ? ['set constraints all immediate'] : []),
      ...work.flatMap((one) => (savepoints ? this.#perhapsTakenBack(one) : [one])),
      this.#random.once(5) ? 'rollback' : 'commit',
    ];
  }

  #perhapsTakenBack(statement: string): string[] {
    if (!this.#random.once(4)) return [statement];
    return ['savepoint one', statement, 'rollback to one'];
  }

  #filled(statement: string): string {
    return statement.replaceAll('N', String(1 + this.#random.below(4)));
  }
}
