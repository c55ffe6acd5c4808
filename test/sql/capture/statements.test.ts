import { testKind } from '../kinds/cases.js';
import { added, changed, removed } from '../kinds/rows.js';

testKind('whatever way a statement runs, its objects are recorded', [
  {
    it: 'by CREATE TABLE AS',
    when: 'create table app.t as select 1 as a, null::text as b with no data',
    shows: [added('table app.t')],
    defines: {
      'table app.t': {
        columns: { a: { type: 'integer' }, b: { type: 'text' } },
        column_order: ['a', 'b'],
      },
    },
  },
  {
    it: 'by SELECT INTO',
    when: 'select 1 as a into app.t',
    shows: [added('table app.t')],
  },
  {
    it: 'by CREATE TABLE LIKE with everything',
    given: `create table app.t (id int primary key, note text default 'x', g int generated always as (1) stored);
            comment on column app.t.note is 'kept'; create index t_note on app.t (note)`,
    when: 'create table app.u (like app.t including all)',
    shows: [added('table app.u'), added('index app.u_pkey'), added('index app.u_note_idx')],
  },
  {
    it: 'by CREATE SCHEMA with elements',
    when: `create schema s create table t (id serial primary key) create view v as select id from t
           create sequence q create index i on t (id)`,
    shows: [
      added('schema s'),
      added('table s.t'),
      added('index s.t_pkey'),
      added('index s.i'),
      added('sequence s.t_id_seq'),
      added('sequence s.q'),
      added('view s.v'),
    ],
  },
  {
    it: 'by EXECUTE in a DO block',
    when: `do $$ begin for n in 1..3 loop execute format('create table app.t%s (id int)', n); end loop; end $$`,
    shows: [added('table app.t1'), added('table app.t2'), added('table app.t3')],
  },
  {
    it: 'by a function that a query calls',
    given: `create function app.make(n text) returns void language plpgsql as
            'begin execute format(''create table app.%I (id int)'', n); end'`,
    when: `select app.make('a'), app.make('b c')`,
    shows: [added('table app.a'), added('table app."b c"')],
  },
  {
    it: 'by a trigger on data',
    given: `create table app.t (id int);
            create function app.f() returns trigger language plpgsql as
              'begin execute format(''create table app.t_%s ()'', new.id); return new; end';
            create trigger tg before insert on app.t for each row execute function app.f()`,
    when: 'insert into app.t values (1), (2)',
    shows: [added('table app.t_1'), added('table app.t_2')],
  },
  {
    it: 'by an event trigger of the user',
    given: `create function app.guard() returns event_trigger language plpgsql as
              'begin if to_regclass(''app.made'') is null then create table app.made (id int); end if; end';
            create event trigger guard on ddl_command_end when tag in ('CREATE VIEW')
              execute function app.guard();
            select pggit.capture()`,
    when: 'create view app.v as select 1 as a',
    shows: [added('view app.v'), added('table app.made')],
  },
  {
    it: 'in many statements of one query',
    given: 'create table app.t (id int)',
    when: `alter table app.t add a int; create view app.v as select a from app.t; drop view app.v;
           alter table app.t drop id; create index i on app.t (a)`,
    shows: [
      changed('table app.t', {
        'columns.id': [{ type: 'integer' }, null],
        'columns.a': [null, { type: 'integer' }],
      }),
      added('index app.i'),
    ],
  },
  {
    it: 'by ALTER TABLE with many commands',
    given: 'create table app.t (id int, gone int)',
    when: `alter table app.t add a int, drop gone, alter id type bigint, add unique (a), set (fillfactor = 50)`,
    shows: [
      changed('table app.t', {
        'columns.a': [null, { type: 'integer' }],
        'columns.gone': [{ type: 'integer' }, null],
        'columns.id.type': ['integer', 'bigint'],
        'constraints.t_a_key': [null, { type: 'unique', columns: ['a'] }],
        'options.fillfactor': [null, '50'],
      }),
      added('index app.t_a_key'),
    ],
  },
  {
    it: 'by DROP OWNED',
    given: [
      'create table app.t (id int); alter table app.t owner to ROLE1; create schema mine authorization ROLE1',
    ],
    when: 'drop owned by ROLE1 cascade',
    shows: [removed('table app.t'), removed('schema mine')],
  },
  {
    it: 'by DROP of a list',
    given:
      'create table app.a (id int); create table app.b (id int); create view app.v as select 1 as x',
    when: 'drop table app.a, app.b; drop view app.v',
    shows: [removed('table app.a'), removed('table app.b'), removed('view app.v')],
  },
]);
