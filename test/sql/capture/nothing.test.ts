import { testKind } from '../kinds/cases.js';
import { changed } from '../kinds/rows.js';

testKind('nothing is recorded', [
  {
    it: 'of temporary tables and what is on them',
    when: `create temp table t (id serial primary key, note text check (note <> ''));
           create index i on t (note);
           alter table t add more int;
           comment on table t is 'x';
           grant select on t to public;
           create rule r as on insert to t do nothing;
           drop table t`,
    shows: [],
  },
  {
    it: 'of temporary views, sequences, types, functions and triggers',
    given: `create function app.f() returns trigger language plpgsql as 'begin return new; end'`,
    when: `create temp table t (id int);
           create temp view v as select id from t;
           create temp sequence s;
           create type pg_temp.e as enum ('a');
           create domain pg_temp.d as int;
           create function pg_temp.g() returns int language sql as 'select 1';
           create trigger tg before insert on t for each row execute function app.f();
           alter sequence s increment 5; alter view v rename to w; drop trigger tg on t;
           drop function pg_temp.g(); drop type pg_temp.e; drop table t cascade`,
    shows: [],
  },
  {
    it: 'of temporary tables that go at commit',
    when: 'create temp table t on commit drop as select 1 as a; select 2 as b into temp u',
    shows: [],
  },
  {
    it: 'of a temporary table beside a change that counts',
    given: 'create table app.t (id int)',
    when: 'create temp table t (id int); alter table app.t add note text; drop table pg_temp.t',
    shows: [changed('table app.t', { 'columns.note': [null, { type: 'text' }] })],
  },
  {
    it: 'of statements that change data only',
    given: 'create table app.t (id int primary key); create sequence app.s',
    when: `insert into app.t values (1); update app.t set id = 2; truncate app.t;
           select setval('app.s', 9); analyze app.t; reindex table app.t; lock table app.t`,
    shows: [],
  },
  {
    it: "of changes in pggit's own schema",
    when: `comment on table pggit.commits is 'x'; create table pggit.extra (id int primary key);
           grant select on pggit.extra to public; drop table pggit.extra;
           alter function pggit.log(text) cost 99`,
    shows: [],
  },
  {
    it: "of a migration tool's history table, its index and its sequence",
    when: `create table app.pgmigrations (id serial primary key, name varchar(255) not null, run_on timestamp not null);
           alter table app.pgmigrations add note text; create index on app.pgmigrations (name);
           comment on table app.pgmigrations is 'x'; grant select on app.pgmigrations to public`,
    shows: [],
  },
  {
    it: 'of a history table that is dropped',
    given:
      'create table app.pgmigrations (id serial primary key, name varchar(255) not null, run_on timestamp not null)',
    when: 'drop table app.pgmigrations',
    shows: [],
  },
  {
    it: 'of IF EXISTS and IF NOT EXISTS that find nothing to do',
    given: 'create table app.t (id int)',
    when: `create schema if not exists app; create table if not exists app.t (x int);
           drop table if exists app.nothing; alter table app.t add column if not exists id bigint;
           drop view if exists app.nothing`,
    shows: [],
  },
  {
    it: 'of ALTERs that change nothing',
    given: `create table app.t (id int default 1); comment on table app.t is 'x'`,
    when: `alter table app.t alter id set default 1; comment on table app.t is 'x';
           alter table app.t alter id type int; alter table app.t owner to current_user`,
    shows: [],
  },
]);
