import { testKind } from '../kinds/cases.js';
import { added, changed, removed } from '../kinds/rows.js';

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
    it: 'of roles, databases, large objects and other things that are not of the schema',
    when: `select lo_create(4711); comment on large object 4711 is 'x'; grant select on large object 4711 to public;
           grant ROLE1 to ROLE2; comment on role ROLE1 is 'x'; alter role ROLE1 set work_mem = '1MB';
           do $$ begin execute format('grant connect on database %I to public', current_database()); end $$;
           do $$ begin execute format('comment on database %I is %L', current_database(), 'x'); end $$;
           do $$ begin execute format('alter database %I set work_mem = %L', current_database(), '1MB'); end $$;
           grant usage on language plpgsql to ROLE1; select lo_unlink(4711)`,
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
  {
    it: "of a function in pggit's schema, until it leaves it",
    given: 'create function pggit.own() returns int language sql return 1',
    when: 'alter function pggit.own() set schema app',
    shows: [added('function app.own()')],
  },
  {
    it: "of a table once it has moved into pggit's schema",
    given: 'create table app.t (id int primary key)',
    when: 'alter table app.t set schema pggit; drop table pggit.t',
    shows: [removed('table app.t'), removed('index app.t_pkey')],
  },
]);
