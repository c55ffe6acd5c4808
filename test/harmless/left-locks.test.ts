import { useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';

/**
 * Rendering a view, a rule, a policy or the body of a function opens the relations it reads, and
 * PostgreSQL keeps such a lock to the end of the transaction. In the middle of a migration that would
 * keep others from tables that the migration never touched.
 */
const GROUND = `
  create table public.orders (id int primary key, total int);
  create table public.other (id int);
  create view public.v as select total from public.orders;
  create materialized view public.m as select count(*) as n from public.orders;
  create function public.f() returns bigint begin atomic select count(*) from public.orders; end;
  create rule r as on update to public.other do also delete from public.orders;
  create policy p on public.other using (exists (select from public.orders));
  create table public.pgmigrations (id serial primary key, name text, run_on timestamp);`;

/** Statements that change what reads orders, and not orders. */
const CHANGES = `
  grant select on public.v to pg_monitor;
  comment on materialized view public.m is 'changed';
  comment on function public.f() is 'changed';
  comment on rule r on public.other is 'changed';
  comment on policy p on public.other is 'changed';
  grant select on public.m to pg_monitor;`;

const DESCRIBED: Record<string, string> = {
  'a migration that has written its row': `${CHANGES}
    insert into public.pgmigrations (name, run_on) values ('a', now())`,
  'a transaction with immediate constraints': `set constraints all immediate; ${CHANGES}`,
  'a deployment in one transaction': `select pggit.begin_deployment('d'); ${CHANGES}
    select pggit.end_deployment()`,
  'status()': 'select count(*) from pggit.status()',
  'state_hash()': 'select pggit.state_hash()',
  'definition()': `select pggit.definition('view', 'public.v')`,
  'capture()': 'select pggit.capture()',
};

describe('the end of a transaction is not needed to let go of what was only read:', () => {
  const db = useDatabase();
  let session: pg.Client;

  beforeAll(async () => {
    await db.client.query(GROUND);
    session = await db.connect();
  });

  const locksOnOrders = async (): Promise<string[]> => {
    const { rows } = await db.client.query(
      `select l.mode from pg_locks l
       where l.relation = 'public.orders'::regclass and l.pid <> pg_backend_pid()`,
    );
    return rows.map(({ mode }) => mode);
  };

  for (const [name, work] of Object.entries(DESCRIBED)) {
    it(`${name} keeps nobody from a table that a view reads`, async () => {
      await session.query(`begin; ${work}`);
      const kept = await locksOnOrders();
      await session.query('rollback');
      expect(kept).toEqual([]);
    });
  }

  it('two transactions that meet nowhere else are no deadlock', async () => {
    const other = await db.connect();
    await session.query(`begin; grant select on public.v to pg_monitor;
      insert into public.pgmigrations (name, run_on) values ('b', now())`);
    await other.query('begin; alter table public.other add column a int');
    await other.query('alter table public.orders add column a int');
    const waiting = session.query('alter table public.other add column b int');
    await other.query('commit');
    await waiting;
    await session.query('commit');

    const { rows } = await db.client.query(
      `select attname from pg_attribute
       where attrelid in ('public.orders'::regclass, 'public.other'::regclass)
         and attname in ('a', 'b') order by attrelid, attname`,
    );
    expect(rows.map(({ attname }) => attname)).toEqual(['a', 'a', 'b']);
    expect((await db.client.query('select * from pggit.status()')).rows).toEqual([]);
  }, 20_000);
});
