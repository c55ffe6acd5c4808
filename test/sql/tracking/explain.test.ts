import { pggit } from '@pggit/core';
import { uniqueRole, useDatabase } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';

const SETUP = `
create schema app; create schema query; create schema "Odd Name"; create extension citext;
create table app.orders (id serial primary key, note text);
create table app.tmp_import (id int primary key);
create table query.totals (id int);
create table query.kept (id int); comment on table query.kept is 'read model @pggit-track';
create table app.scratch (id int); comment on table app.scratch is '@pggit:ignore';
create index scratch_i on app.scratch (id);
create view app.v as select id from app.orders;
create materialized view query.m as select id from app.orders;
create function app.process(uuid, jsonb) returns int language sql return 1;
create function app.process(text) returns int language sql return 1;
create function app.touch() returns trigger language plpgsql as 'begin return new; end';
create trigger t before insert on app.orders for each row execute function app.touch();
create trigger type before insert on app.orders for each row execute function app.touch();
create operator app.=== (leftarg = int, rightarg = int, function = int4eq);
create text search configuration app.words (copy = simple);
create type app.mood as enum ('a');
create table "Odd Name"."Odd Table" (id int);
create table public.pgmigrations (id serial primary key, name varchar(255) not null, run_on timestamp not null);
comment on schema "Odd Name" is '@pggit:ignore';
create table "Odd Name"."up on down" (id int);
create trigger "in on out" before insert on "Odd Name"."up on down" for each row execute function app.touch();
create rule "r on r" as on insert to "Odd Name"."up on down" do also nothing;
create foreign data wrapper w; create server "S 1" foreign data wrapper w; create user mapping for public server "S 1";
alter default privileges in schema "Odd Name" grant select on tables to public;
create function app.on_ddl() returns event_trigger language plpgsql as 'begin end';
create event trigger "Ev T" on ddl_command_start execute function app.on_ddl(); comment on event trigger "Ev T" is '@pggit-ignore';
create table app.parts (id int primary key) partition by range (id); create table app.part_1 partition of app.parts for values from (0) to (9);
comment on table app.parts is '@pggit:ignore';
select pggit.configure_tracking(ignore_schemas => array['query'], ignore_operations => array['COMMENT', 'REFRESH MATERIALIZED VIEW']);
select pggit.add_ignore_pattern('table app.tmp_%'); select pggit.add_ignore_pattern('user mapping %');
select pggit.add_ignore_pattern('ALTER TABLE app.orders');`;

const BY_DEFAULT = 'tracked: everything is tracked that no rule is about';
const IGNORED_SCHEMA = 'ignored: schema query is in ignore_schemas';

describe('explain_tracking', () => {
  const db = useDatabase();
  beforeAll(() => db.client.query(SETUP));

  /** Each subject with its rules, the one that decides first. */
  async function explained(text: string): Promise<Record<string, string[]>> {
    const bySubject: Record<string, string[]> = {};
    for (const row of await pggit(db.client).explainTracking(text)) {
      const rules = [...(bySubject[row.subject] ?? []), `${row.effect}: ${row.rule}`];
      bySubject[row.subject] = rules;
      expect(row).toMatchObject({ position: rules.length, decides: rules.length === 1 });
    }
    return bySubject;
  }

  it.each([
    ['app.orders', 'table app.orders', [BY_DEFAULT]],
    ['query.totals', 'table query.totals', [IGNORED_SCHEMA, BY_DEFAULT]],
    [
      'query.kept',
      'table query.kept',
      ['tracked: comment @pggit:track', IGNORED_SCHEMA, BY_DEFAULT],
    ],
    ['app.scratch', 'table app.scratch', ['ignored: comment @pggit:ignore', BY_DEFAULT]],
    [
      'app.scratch_i',
      'index app.scratch_i',
      ['ignored: comment @pggit:ignore on app.scratch', BY_DEFAULT],
    ],
    [
      'app.tmp_import_pkey',
      'index app.tmp_import_pkey',
      ['ignored: ignore pattern table app.tmp_%', BY_DEFAULT],
    ],
    [
      '"Odd Name"."Odd Table"',
      'table "Odd Name"."Odd Table"',
      ['ignored: comment @pggit:ignore on schema "Odd Name"', BY_DEFAULT],
    ],
    ['schema query', 'schema query', [IGNORED_SCHEMA, BY_DEFAULT]],
    [
      'public.pgmigrations',
      'table public.pgmigrations',
      ['ignored: history table public.pgmigrations', BY_DEFAULT],
    ],
    ['app.mood', 'enum app.mood', [BY_DEFAULT]],
    ['trigger t on app.orders', 'trigger t on app.orders', [BY_DEFAULT]],
    ['citext', 'extension citext', [BY_DEFAULT]],
    [
      'app.part_1_pkey',
      'index app.part_1_pkey',
      ['ignored: comment @pggit:ignore on app.parts', BY_DEFAULT],
    ],
    [
      'trigger "in on out" on "Odd Name"."up on down"',
      'trigger "in on out" on "Odd Name"."up on down"',
      ['ignored: comment @pggit:ignore on schema "Odd Name"', BY_DEFAULT],
    ],
    [
      'user mapping public on "S 1"',
      'user mapping public on "S 1"',
      ['ignored: ignore pattern user mapping %', BY_DEFAULT],
    ],
    ['"Ev T"', 'event trigger "Ev T"', ['ignored: comment @pggit:ignore', BY_DEFAULT]],
  ])('names the rule that decides and those behind it: %s', async (text, subject, rules) => {
    expect((await explained(text))[subject]).toEqual(rules);
  });

  it.each([
    ['ORDERS', 'table app.orders'],
    ['"app" . "orders"', 'table app.orders'],
    ['Table  App.Orders', 'table app.orders'],
    ['t on app.orders', 'trigger t on app.orders'],
    ['TRIGGER t ON orders', 'trigger t on app.orders'],
    ['materialized view query.m', 'materialized view query.m'],
    ['app.process(uuid,pg_catalog.jsonb)', 'function app.process(uuid, jsonb)'],
    ['function app.process( text )', 'function app.process(text)'],
    ['app.process(id uuid, payload jsonb)', 'function app.process(uuid, jsonb)'],
    ['function app.process(uuid, jsonb) returns int', 'function app.process(uuid, jsonb)'],
    ['alter function app.process(id text)', 'ALTER FUNCTION app.process(text)'],
    ['pg_catalog.lower(text)', 'function pg_catalog.lower(pg_catalog.text)'],
    ['"Odd Table"', 'table "Odd Name"."Odd Table"'],
    ['"in on out"  On "up on down"', 'trigger "in on out" on "Odd Name"."up on down"'],
    ['app.orders.note', 'table app.orders'],
    ['column App.orders.note', 'table app.orders'],
    ['type app.mood', 'enum app.mood'],
    ['server "S 1"', 'foreign server "S 1"'],
    ['routine app.process(text)', 'function app.process(text)'],
    ['comment on column app.orders.note', 'COMMENT app.orders'],
    ['comment on type app.mood', 'COMMENT app.mood'],
    ['"type" on app.orders', 'trigger type on app.orders'],
    ['type on app.orders', 'trigger type on app.orders'],
    ['create or replace function app.process(id text)', 'CREATE FUNCTION app.process(text)'],
    ['alter table if exists only app.orders', 'ALTER TABLE app.orders'],
    ['alter table app.v', 'ALTER TABLE app.v'],
    ['comment on table app.orders', 'COMMENT app.orders'],
    ['refresh materialized view concurrently query.m', 'REFRESH MATERIALIZED VIEW query.m'],
    ['create index "New" on app.orders', 'CREATE INDEX app."New"'],
    ['create trigger "New" on ORDERS', 'CREATE TRIGGER "New" on app.orders'],
    ['create function App.f(a Int, out b text)', 'CREATE FUNCTION app.f(integer)'],
  ])('takes any spelling: %s', async (text, subject) => {
    expect(Object.keys(await explained(text))).toEqual([subject]);
  });

  it('explains each of several objects that a name may mean', async () => {
    expect(Object.keys(await explained('app.process'))).toEqual([
      'function app.process(text)',
      'function app.process(uuid, jsonb)',
    ]);
  });

  it.each([
    [
      'alter table app.orders',
      'ALTER TABLE app.orders',
      ['ignored: ignore pattern ALTER TABLE app.orders', BY_DEFAULT],
    ],
    [
      'COMMENT app.orders',
      'COMMENT app.orders',
      ['ignored: operation COMMENT is in ignore_operations', BY_DEFAULT],
    ],
    [
      'REFRESH MATERIALIZED VIEW query.m',
      'REFRESH MATERIALIZED VIEW query.m',
      [
        'ignored: operation REFRESH MATERIALIZED VIEW is in ignore_operations',
        IGNORED_SCHEMA,
        'ignored: the command changes no definition',
        BY_DEFAULT,
      ],
    ],
    [
      'create table App.tmp_new',
      'CREATE TABLE app.tmp_new',
      ['ignored: ignore pattern table app.tmp_%', BY_DEFAULT],
    ],
    ['CREATE VIEW query.new_one', 'CREATE VIEW query.new_one', [IGNORED_SCHEMA, BY_DEFAULT]],
    ['drop owned', 'DROP OWNED', [BY_DEFAULT]],
    [
      'create trigger x on app.scratch',
      'CREATE TRIGGER x on app.scratch',
      ['ignored: comment @pggit:ignore on app.scratch', BY_DEFAULT],
    ],
    ['create index x on query.totals', 'CREATE INDEX query.x', [IGNORED_SCHEMA, BY_DEFAULT]],
  ])('explains operations, on what exists and what does not: %s', async (text, subject, rules) => {
    expect(await explained(text)).toEqual({ [subject]: rules });
  });

  it('says why nothing could track what is not the user’s', async () => {
    await db.client.query('create temp table mine (id int)');
    const why = async (text: string) => Object.values(await explained(text))[0];
    expect(await why('pg_catalog.pg_class')).toEqual(['ignored: part of PostgreSQL']);
    expect(await why('pggit.commits')).toEqual(['ignored: part of pggit']);
    expect(await why('pg_temp.mine')).toEqual(['ignored: temporary object']);
    expect(await why('public.citext_eq')).toEqual(['ignored: member of extension citext']);
    const unmodelled = ['ignored: of a kind that pggit does not model'];
    expect(await why('operator app.===(integer,integer)')).toEqual(unmodelled);
    expect(await explained('app.words')).toEqual({
      'text search configuration app.words': unmodelled,
    });
  });

  it.each([
    ['app.nothing'],
    ['table app.v'],
    ['trigger x on app.orders'],
    ['app.f('],
    ['app.process(nonsense)'],
    ['app.orders(id)'],
    ['app.orders.nothing'],
    ['alter table app.orders add x int'],
    ['grant select on app.orders to public'],
    [''],
  ])('refuses what does not exist, with what may have been meant: %s', async (text) => {
    const attempt = pggit(db.client).explainTracking(text);
    await expect(attempt).rejects.toMatchObject({ code: 'object_not_found', sqlState: 'PGT03' });
  });

  it('names candidates for a name without its schema', async () => {
    const attempt = pggit(db.client).explainTracking('public.orders');
    await expect(attempt).rejects.toMatchObject({
      candidates: expect.arrayContaining(['table app.orders', 'index app.orders_pkey']),
    });
  });

  it('decides for every object as capture does', async () => {
    const { rows } = await db.client.query(`
      select s.kind || ' ' || s.identity as object, s.rule as captured,
        case when e.effect = 'ignored' then e.rule end as explained
      from pggit._scan_with_rules() s
      left join lateral (
        select * from pggit.explain_tracking(s.kind || ' ' || s.identity) x
        where x.decides and x.subject = s.kind || ' ' || s.identity) e on true
      where e.subject is null or s.rule is distinct from
        case when e.effect = 'ignored' then e.rule end`);
    expect(rows).toEqual([]);
  });

  it('decides for every command as capture does', async () => {
    await db.client.query(`
      select pggit.add_ignore_pattern('GRANT %'); select pggit.add_ignore_pattern('DROP VIEW app.%');
      select pggit.add_ignore_pattern('create trigger app.orders');
      select pggit.add_ignore_pattern('create function app.g(integer)');
      create table app.kept (id int primary key, n int) partition by range (id); comment on table app.kept is '@pggit:track';
      create table app.kept_1 partition of app.kept for values from (0) to (9)`);
    const commits = async () =>
      (await db.client.query('select count(*)::int as n from pggit.commits')).rows[0].n;
    for (const [statement, name] of [
      ['comment on table app.orders is null', 'COMMENT app.orders'],
      [`comment on table app.kept_1 is 'x'`, 'COMMENT app.kept_1'],
      [`comment on table query.kept is 'x @pggit:track'`, 'COMMENT query.kept'],
      ['alter table app.orders add a int', 'ALTER TABLE app.orders'],
      ['alter table app.kept add a int', 'ALTER TABLE app.kept'],
      ['alter table app.kept_1 alter n set default 1', 'ALTER TABLE app.kept_1'],
      ['grant select on app.orders to public', 'GRANT app.orders'],
      ['grant select on app.kept to public', 'GRANT app.kept'],
      ['revoke select on app.orders from public', 'REVOKE app.orders'],
      [
        'create trigger u before insert on app.orders for each row execute function app.touch()',
        'CREATE TRIGGER u on app.orders',
      ],
      [
        'create trigger u before insert on app.kept for each row execute function app.touch()',
        'CREATE TRIGGER u on app.kept',
      ],
      ['create index u on app.scratch (id)', 'CREATE INDEX u on app.scratch'],
      ['create index kept_n on app.kept (n)', 'CREATE INDEX kept_n on app.kept'],
      [
        'create function app.g(int) returns int language sql return 1',
        'CREATE FUNCTION app.g(a int)',
      ],
      [
        'create function app.g(text) returns int language sql return 1',
        'CREATE FUNCTION app.g(a text)',
      ],
      ['create table query.n (id int)', 'CREATE TABLE query.n'],
      [
        'create table app.part_2 partition of app.parts for values from (10) to (19)',
        'CREATE TABLE app.part_2',
      ],
      ['drop table app.part_1', 'DROP TABLE app.part_1'],
      ['drop trigger t on app.orders', 'DROP TRIGGER t on app.orders'],
      ['drop view app.v', 'DROP VIEW app.v'],
    ] as const) {
      // A table that is about to be a partition is known by its name alone.
      const text = statement.includes('partition of') ? 'CREATE TABLE app.parts' : name;
      const [decision] = await pggit(db.client).explainTracking(text);
      const before = await commits();
      await db.client.query(statement);
      const effect = (await commits()) > before ? 'tracked' : 'ignored';
      expect({ statement, effect }).toEqual({ statement, effect: decision?.effect });
    }
  });

  it('is for readers, in a session that may not write', async () => {
    const role = await uniqueRole(db.client, 'login in role pggit_reader');
    const reader = await db.connect({
      user: role.name,
      password: role.password,
      options: '-c default_transaction_read_only=on',
    });
    expect(await pggit(reader).explainTracking('app.orders')).toHaveLength(1);
    const stranger = await uniqueRole(db.client, 'login');
    const session = await db.connect({ user: stranger.name, password: stranger.password });
    await expect(
      session.query(`select pggit.explain_tracking('app.orders')`),
    ).rejects.toMatchObject({ code: '42501' });
  });
});
