import { expect } from 'vitest';
import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const F = 'function app.f(integer)';
const GIVEN = `create function app.f(a int) returns int language sql as 'select a'`;

testKind('function', [
  {
    it: 'is described with arguments, result, body and language',
    when: `create function app.f(a int, inout b text, variadic c int[] default '{1}', out d numeric)
             language plpgsql as 'begin d := a; end'`,
    shows: [added('function app.f(integer, text, integer[])')],
    defines: {
      'function app.f(integer, text, integer[])': {
        language: 'plpgsql',
        arguments: [
          { name: 'a', type: 'integer' },
          { name: 'b', mode: 'inout', type: 'text' },
          { name: 'c', mode: 'variadic', type: 'integer[]', default: "'{1}'::integer[]" },
          { name: 'd', mode: 'out', type: 'numeric' },
        ],
        returns: 'record',
        body: 'begin d := a; end',
      },
    },
  },
  {
    it: 'is described with every attribute',
    when: `create function app.f(int) returns setof int language sql
             immutable parallel safe strict security definer leakproof cost 42 rows 7
             set search_path = app, "Weird", pg_temp set work_mem = '64MB' as 'select 1'`,
    shows: [added(F)],
    defines: {
      [F]: {
        language: 'sql',
        arguments: [{ type: 'integer' }],
        returns: 'SETOF integer',
        body: 'select 1',
        volatility: 'immutable',
        parallel: 'safe',
        strict: true,
        security_definer: true,
        leakproof: true,
        cost: 42,
        rows: 7,
        settings: { search_path: 'app, "Weird", pg_temp', work_mem: '64MB' },
      },
    },
  },
  {
    it: 'returns a table',
    when: `create function app.f(n int) returns table (id int, name text) language sql stable
             as 'select 1, null'`,
    shows: [added(F)],
    defines: {
      [F]: {
        language: 'sql',
        arguments: [
          { name: 'n', type: 'integer' },
          { name: 'id', mode: 'table', type: 'integer' },
          { name: 'name', mode: 'table', type: 'text' },
        ],
        returns: 'TABLE(id integer, name text)',
        body: 'select 1, null',
        volatility: 'stable',
      },
    },
  },
  {
    it: 'has a standard body, which knows what it uses',
    given: 'create table app.t (id int)',
    when: `create function app.f(n int) returns bigint language sql
             begin atomic select count(*) from app.t where id > n; end`,
    shows: [added(F)],
    defines: {
      [F]: {
        language: 'sql',
        arguments: [{ name: 'n', type: 'integer' }],
        returns: 'bigint',
        standard_sql_body: true,
        body: expect.stringContaining('FROM app.t'),
      },
    },
  },
  {
    it: 'with a standard body follows the rename of a column without a row of its own',
    given: [
      'create table app.t (id int)',
      'create function app.f(n int) returns setof int language sql begin atomic select id from app.t; end',
    ],
    when: 'alter table app.t rename id to number',
    shows: [changed('table app.t', { 'columns.number.name': ['id', 'number'] })],
    defines: {
      [F]: expect.objectContaining({ body: expect.stringContaining('number') }),
    },
  },
  {
    it: 'may be a window function',
    when: `create function app.w() returns bigint language internal window as 'window_row_number'`,
    shows: [added('function app.w()')],
    defines: {
      'function app.w()': {
        language: 'internal',
        returns: 'bigint',
        body: 'window_row_number',
        window: true,
      },
    },
  },
  {
    it: 'may be in a library',
    when: `create function app.handler() returns language_handler language c
             as '$libdir/plpgsql', 'plpgsql_call_handler'`,
    shows: [added('function app.handler()')],
    defines: {
      'function app.handler()': {
        language: 'c',
        returns: 'language_handler',
        body: 'plpgsql_call_handler',
        library: '$libdir/plpgsql',
      },
    },
  },
  {
    it: 'may transform types',
    given: 'create transform for int language sql (from sql with function prsd_lextype(internal))',
    when: `create function app.f(int) returns int language sql transform for type int as 'select 1'`,
    shows: [added(F)],
    defines: {
      [F]: {
        language: 'sql',
        arguments: [{ type: 'integer' }],
        returns: 'integer',
        body: 'select 1',
        transforms: 'integer',
      },
    },
  },
  {
    it: 'renames its arguments and takes the names of settings of the session',
    given: `create function app.f(a int) returns int language sql set search_path = app as 'select a'`,
    when: `drop function app.f(int); set local work_mem = '7MB';
           create function app.f(b int) returns int language sql set work_mem from current as 'select b'`,
    shows: [
      changed(F, {
        arguments: [[{ name: 'a', type: 'integer' }], [{ name: 'b', type: 'integer' }]],
        body: ['select a', 'select b'],
        'settings.search_path': ['app', null],
        'settings.work_mem': [null, '7MB'],
      }),
    ],
  },
  {
    it: 'is one object per signature',
    given: GIVEN,
    when: `create function app.f(a text) returns int language sql as 'select 1';
           create function app.f(a int, b int default 1) returns int language sql as 'select a'`,
    shows: [added('function app.f(text)'), added('function app.f(integer, integer)')],
  },
  {
    it: 'is removed alone among its overloads',
    given: [GIVEN, `create function app.f(a text) returns int language sql as 'select 1'`],
    when: 'drop function app.f(text)',
    shows: [removed('function app.f(text)')],
  },
  {
    it: 'is replaced',
    given: GIVEN,
    when: `create or replace function app.f(a int default 3) returns int language sql stable as 'select a + 1'`,
    shows: [
      changed(F, {
        arguments: [
          [{ name: 'a', type: 'integer' }],
          [{ name: 'a', type: 'integer', default: '3' }],
        ],
        body: ['select a', 'select a + 1'],
        volatility: [null, 'stable'],
      }),
    ],
  },
  {
    it: 'does not change when replaced by itself',
    given: GIVEN,
    when: `create or replace function app.f(a integer) returns int4 language sql volatile cost 100 as 'select a'`,
    shows: [],
  },
  {
    it: 'changes its result by drop and create in one change',
    given: GIVEN,
    when: `drop function app.f(int); create function app.f(b int) returns text language sql as 'select 1'`,
    shows: [
      changed(F, {
        arguments: [[{ name: 'a', type: 'integer' }], [{ name: 'b', type: 'integer' }]],
        returns: ['integer', 'text'],
        body: ['select a', 'select 1'],
      }),
    ],
  },
  {
    it: 'changes every attribute that can be altered',
    given: GIVEN,
    when: `alter function app.f(int) immutable parallel restricted strict security definer leakproof
             cost 5 set search_path = ''`,
    shows: [
      changed(F, {
        volatility: [null, 'immutable'],
        parallel: [null, 'restricted'],
        strict: [null, true],
        security_definer: [null, true],
        leakproof: [null, true],
        cost: [null, 5],
        'settings.search_path': [null, '""'],
      }),
    ],
  },
  {
    it: 'loses its settings',
    given: `create function app.f(int) returns setof int language sql rows 5 set work_mem = '1MB'
              set search_path = app as 'select 1'`,
    when: 'alter function app.f(int) rows 1000 reset work_mem',
    shows: [changed(F, { rows: [5, null], 'settings.work_mem': ['1MB', null] })],
  },
  {
    it: 'goes back to what functions are by default',
    given: `create function app.f(int) returns int language sql immutable parallel safe strict security definer
              leakproof cost 5 set work_mem = '1MB' as 'select 1'`,
    when: `alter function app.f(int) volatile parallel unsafe called on null input security invoker
             not leakproof cost 100 reset all`,
    shows: [
      changed(F, {
        volatility: ['immutable', null],
        parallel: ['safe', null],
        strict: [true, null],
        security_definer: [true, null],
        leakproof: [true, null],
        cost: [5, null],
        'settings.work_mem': ['1MB', null],
      }),
    ],
  },
  {
    it: 'names its planner support function',
    given: [
      `create function app.f(int) returns int language sql as 'select 1'`,
      `create function app.support(internal) returns internal language internal as 'text_starts_with_support'`,
    ],
    when: 'alter function app.f(int) support app.support',
    shows: [changed(F, { support: [null, 'app.support'] })],
  },
  {
    it: 'is renamed in one row, with what uses it',
    given: [
      'create function app.f(a int) returns int language sql immutable return a',
      `create table app.t (id int default app.f(1) check (app.f(id) > 0), d int generated always as (app.f(id)) stored);
       create index i on app.t (app.f(id));
       create view app.v as select app.f(1) as f;
       create domain app.d as int check (app.f(value) > 0)`,
    ],
    when: 'alter function app.f(int) rename to g',
    shows: [renamed(F, 'function app.g(integer)')],
    defines: {
      'index app.i': expect.objectContaining({ keys: [{ expression: 'app.g(id)' }] }),
      'view app.v': expect.objectContaining({ query: expect.stringContaining('app.g(1)') }),
      'domain app.d': expect.objectContaining({
        constraints: { d_check: { type: 'check', expression: '(app.g(VALUE) > 0)' } },
      }),
      'table app.t': expect.objectContaining({
        columns: {
          id: { type: 'integer', default: 'app.g(1)' },
          d: { type: 'integer', generated: { kind: 'stored', expression: 'app.g(id)' } },
        },
      }),
    },
  },
  {
    it: 'moves to another schema, together with the trigger that calls it',
    given: [
      `create function app.f() returns trigger language plpgsql as 'begin return new; end'`,
      `create table app.t (id int);
       create trigger tg before insert on app.t for each row execute function app.f()`,
    ],
    when: 'alter function app.f() set schema other',
    shows: [renamed('function app.f()', 'function other.f()')],
    defines: {
      'trigger tg on app.t': {
        timing: 'before',
        events: ['insert'],
        level: 'row',
        function: 'other.f',
      },
    },
  },
  {
    it: 'follows the rename of a type in its signature without a row of its own',
    given: [
      `create type app.mood as enum ('ok')`,
      `create function app.f(app.mood, app.mood[]) returns app.mood language sql as 'select $1'`,
    ],
    when: 'alter type app.mood rename to temper',
    shows: [renamed('enum app.mood', 'enum app.temper')],
    defines: {
      'function app.f(app.temper, app.temper[])': {
        language: 'sql',
        arguments: [{ type: 'app.temper' }, { type: 'app.temper[]' }],
        returns: 'app.temper',
        body: 'select $1',
      },
    },
  },
  {
    it: 'changes its owner',
    given: GIVEN,
    when: 'alter function app.f(int) owner to ROLE1',
    shows: [changed(F, { owner: ['SUPERUSER', 'ROLE1'] })],
  },
  {
    it: 'gets a comment',
    given: GIVEN,
    when: `comment on function app.f(int) is '@pggit-version: 1.2.3'`,
    shows: [changed(F, { comment: [null, '@pggit-version: 1.2.3'] })],
  },
  {
    it: 'is granted and revoked',
    given: [GIVEN, 'grant execute on function app.f(int) to ROLE1'],
    when: 'revoke execute on function app.f(int) from public; grant execute on function app.f(int) to ROLE2',
    shows: [
      changed(F, {
        'privileges.PUBLIC': [['EXECUTE'], null],
        'privileges.ROLE2': [null, ['EXECUTE']],
      }),
    ],
  },
  {
    it: 'is removed with what uses it',
    given: [
      'create function app.f(a int) returns int language sql immutable return a',
      'create view app.v as select app.f(1) as f',
      'create table app.t (id int); create index i on app.t (app.f(id))',
    ],
    when: 'drop function app.f(int) cascade',
    shows: [removed(F), removed('view app.v'), removed('index app.i')],
  },
  {
    it: 'may depend on an extension',
    given: [GIVEN, 'create extension citext'],
    when: 'alter function app.f(int) depends on extension citext',
    shows: [changed(F, { depends_on_extensions: [null, ['citext']] })],
  },
]);
