import { useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { testKind } from '../kinds/cases.js';
import { expectationsOf, SOUND, shown, traces } from '../kinds/observer.js';
import { added, changed } from '../kinds/rows.js';

testKind('a transaction', [
  {
    it: 'forgets what a savepoint took back',
    given: 'create table app.t (id int)',
    when: `begin; create table app.kept (); savepoint one;
           create table app.gone (); alter table app.t add gone int; drop table app.kept;
           rollback to one; alter table app.t add kept int; commit`,
    shows: [
      added('table app.kept'),
      changed('table app.t', { 'columns.kept': [null, { type: 'integer' }] }),
    ],
  },
  {
    it: 'records what follows when its first statement was taken back',
    when: 'begin; savepoint one; create table app.gone (); rollback to one; create table app.t (); commit',
    shows: [added('table app.t')],
  },
  {
    it: 'forgets what an exception handler took back',
    when: `do $$ begin
             begin create table app.gone (); raise exception 'x'; exception when others then null; end;
             create table app.t ();
           end $$`,
    shows: [added('table app.t')],
  },
  {
    it: 'is one commit with constraints set to immediate',
    given: 'create table app.t (id int)',
    when: `begin; create table app.a (); set constraints all immediate; create table app.b ();
           alter table app.t add x int; alter table app.t add y int; drop table app.a; commit`,
    shows: [
      added('table app.b'),
      changed('table app.t', {
        'columns.x': [null, { type: 'integer' }],
        'columns.y': [null, { type: 'integer' }],
      }),
    ],
  },
  {
    it: 'is one commit with constraints set to immediate and deferred again',
    when: `begin; set constraints all immediate; create table app.a ();
           set constraints all deferred; create table app.b (); commit`,
    shows: [added('table app.a'), added('table app.b')],
  },
  {
    it: 'takes back a savepoint with constraints set to immediate',
    when: `begin; set constraints all immediate; create table app.a (); savepoint one;
           create table app.gone (); rollback to one; create table app.b (); commit`,
    shows: [added('table app.a'), added('table app.b')],
  },
  {
    it: 'takes back its first commit with constraints set to immediate',
    when: `begin; set constraints all immediate; savepoint one; create table app.gone ();
           rollback to one; create table app.b (); commit`,
    shows: [added('table app.b')],
  },
  {
    it: 'goes on after a chained commit',
    when: 'begin; select 1; commit and chain; create table app.t (); commit',
    shows: [added('table app.t')],
  },
  {
    it: 'is recorded whatever its isolation level',
    when: 'begin isolation level serializable; create table app.t (); commit',
    shows: [added('table app.t')],
  },
]);

describe('a transaction that rolls back', () => {
  const db = useDatabase({ per: 'test' });

  const DDL = `create table public.t (id serial primary key); grant select on public.t to public;
               create view public.v as select id from public.t; drop view public.v`;

  it('leaves nothing in any table of pggit', async () => {
    const other = await db.connect();
    const before = await everything(other);
    await db.client.query(`begin; ${DDL}; rollback`);
    expect(await everything(other)).toEqual(before);
  });

  it('leaves nothing when constraints were immediate', async () => {
    const other = await db.connect();
    const before = await everything(other);
    await db.client.query(`begin; set constraints all immediate; ${DDL}; rollback`);
    expect(await everything(other)).toEqual(before);
  });

  it('leaves nothing when it fails', async () => {
    const other = await db.connect();
    const before = await everything(other);
    await expect(db.client.query(`${DDL}; select 1 / 0`)).rejects.toMatchObject({ code: '22012' });
    expect(await everything(other)).toEqual(before);
  });

  it('leaves nothing when a deferred constraint of the user fails at commit', async () => {
    await db.client.query('create table public.a (id int unique deferrable initially deferred)');
    const other = await db.connect();
    const before = await everything(other);
    const work = 'begin; insert into public.a values (1), (1); create table public.b (); commit';
    await expect(db.client.query(work)).rejects.toMatchObject({ code: '23505' });
    await db.client.query('rollback');
    expect(await everything(other)).toEqual(before);
    expect(await expectationsOf(other)).toEqual(SOUND);
  });

  it('leaves nothing when its session ends', async () => {
    const session = await db.connect();
    const other = await db.connect();
    const before = await everything(other);
    await session.query('begin; create table public.t (id int)');
    await session.end();
    await expect.poll(() => locksOn(other)).toBe(0);
    expect(await everything(other)).toEqual(before);
  });
});

describe('transactions in a row', () => {
  const db = useDatabase();

  it('are a commit each, made by the transaction itself', async () => {
    const other = await db.connect();
    const before = await traces(other);
    await db.client.query('begin; create table public.a (); create table public.b ()');
    expect((await traces(other)).commits).toBe(before.commits);
    await db.client.query('commit');
    await db.client.query('alter table public.a add x int');
    expect((await traces(other)).commits).toBe(before.commits + 2);
    expect(await shown(other, 'HEAD')).toEqual([
      changed('table public.a', { 'columns.x': [null, { type: 'integer' }] }),
    ]);
  });

  it('by procedures that commit are a commit each', async () => {
    await db.client.query(
      `create procedure public.p() language plpgsql as
       'begin create table public.c (); commit; create table public.d (); commit; end'`,
    );
    const other = await db.connect();
    const before = await traces(other);
    await db.client.query('call public.p()');
    expect((await traces(other)).commits).toBe(before.commits + 2);
    expect(await shown(other)).toEqual([added('table public.d')]);
    expect(await expectationsOf(other)).toEqual(SOUND);
  });

  it('describe a table once, however often it was altered', async () => {
    const alters = Array.from({ length: 10 }, (_, n) => `alter table public.b add c${n} int`);
    await db.client.query(`${alters.join(';')}; create index b_c1 on public.b (c1)`);
    const { rows } = await db.client.query(
      `select kind, change, command_tag from pggit.changes
        where commit_id = (select commit_id from pggit.log() limit 1) order by kind`,
    );
    expect(rows).toEqual([
      { kind: 'index', change: 'added', command_tag: 'CREATE INDEX' },
      { kind: 'table', change: 'changed', command_tag: expect.stringContaining('ALTER TABLE') },
    ]);
  });
});

/** A digest of the rows of each of pggit's tables. */
async function everything(other: ClientBase): Promise<Record<string, string>> {
  const tables = await other.query(
    `select relname as name from pg_class where relnamespace = 'pggit'::regnamespace and relkind = 'r'`,
  );
  const digests: Record<string, string> = {};
  for (const { name } of tables.rows) {
    const { rows } = await other.query(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest
         from pggit.${name} t`,
    );
    digests[name] = rows[0].digest;
  }
  return digests;
}

async function locksOn(other: ClientBase): Promise<number> {
  const { rows } = await other.query(
    `select count(*)::int as held from pg_locks
      where mode = 'AccessExclusiveLock' and pid <> pg_backend_pid()
        and database = (select oid from pg_database where datname = current_database())`,
  );
  return rows[0].held;
}
