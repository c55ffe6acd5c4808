import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const C = 'composite type app.pair';
const GIVEN = 'create type app.pair as (a int, b text)';

testKind('composite type', [
  {
    it: 'is described with its attributes in order',
    when: 'create type app.pair as (a numeric(5, 2), "B" text collate "C", c int[])',
    shows: [added(C)],
    defines: {
      [C]: {
        columns: {
          a: { type: 'numeric(5,2)' },
          B: { type: 'text', collation: '"C"' },
          c: { type: 'integer[]' },
        },
        column_order: ['a', 'B', 'c'],
      },
    },
  },
  {
    it: 'gets, changes and loses attributes',
    given: GIVEN,
    when: 'alter type app.pair add attribute c date, alter attribute a type bigint, drop attribute b',
    shows: [
      changed(C, {
        'columns.a.type': ['integer', 'bigint'],
        'columns.b': [{ type: 'text' }, null],
        'columns.c': [null, { type: 'date' }],
      }),
    ],
  },
  {
    it: 'renames an attribute',
    given: GIVEN,
    when: 'alter type app.pair rename attribute a to aa',
    shows: [changed(C, { 'columns.aa.name': ['a', 'aa'] })],
  },
  {
    it: 'changes the tables of it too',
    given: [GIVEN, 'create table app.t of app.pair'],
    when: 'alter type app.pair add attribute c date cascade',
    shows: [
      changed(C, { 'columns.c': [null, { type: 'date' }] }),
      changed('table app.t', { 'columns.c': [null, { type: 'date' }] }),
    ],
  },
  {
    it: 'renames attributes in the tables of it too',
    given: [GIVEN, 'create table app.t of app.pair'],
    when: 'alter type app.pair rename attribute a to aa cascade',
    shows: [
      changed(C, { 'columns.aa.name': ['a', 'aa'] }),
      changed('table app.t', { 'columns.aa.name': ['a', 'aa'] }),
    ],
  },
  {
    it: 'alters attributes in the tables of it too, with the indexes on them',
    given: [GIVEN, 'create table app.t of app.pair (a primary key); create index i on app.t (b)'],
    when: `alter type app.pair alter attribute a set data type bigint cascade,
             alter attribute b set data type varchar(10) collate "C" cascade`,
    shows: ['composite type app.pair', 'table app.t'].map((object) =>
      changed(object, {
        'columns.a.type': ['integer', 'bigint'],
        'columns.b.type': ['text', 'character varying(10)'],
        'columns.b.collation': [null, '"C"'],
      }),
    ),
  },
  {
    it: 'drops an attribute with the views, indexes and functions that use it',
    given: [
      GIVEN,
      `create table app.t of app.pair; create view app.v as select b from app.t;
       create index i on app.t (b);
       create function app.f(app.pair) returns text language sql begin atomic select ($1).b; end`,
    ],
    when: 'alter type app.pair drop attribute b cascade',
    shows: [
      changed(C, { 'columns.b': [{ type: 'text' }, null] }),
      changed('table app.t', { 'columns.b': [{ type: 'text' }, null] }),
      removed('view app.v'),
      removed('index app.i'),
      removed('function app.f(app.pair)'),
    ],
  },
  {
    it: 'drops an attribute and adds another of its name',
    given: GIVEN,
    when: 'alter type app.pair drop attribute b; alter type app.pair add attribute b text',
    shows: [changed(C, { 'columns.b': [{ type: 'text' }, { type: 'text' }] })],
  },
  {
    it: 'is renamed in one row, whatever uses it',
    given: [
      GIVEN,
      'create table app.t of app.pair; create table app.u (p app.pair, ps app.pair[])',
      'create type app."outer" as ("inner" app.pair)',
    ],
    when: 'alter type app.pair rename to couple',
    shows: [renamed(C, 'composite type app.couple')],
    defines: {
      'table app.t': {
        columns: { a: { type: 'integer' }, b: { type: 'text' } },
        column_order: ['a', 'b'],
        of_type: 'app.couple',
      },
      'table app.u': {
        columns: { p: { type: 'app.couple' }, ps: { type: 'app.couple[]' } },
        column_order: ['p', 'ps'],
      },
      'composite type app."outer"': {
        columns: { inner: { type: 'app.couple' } },
        column_order: ['inner'],
      },
    },
  },
  {
    it: 'moves to another schema',
    given: [GIVEN, 'create table app.u (p app.pair)'],
    when: 'alter type app.pair set schema other',
    shows: [renamed(C, 'composite type other.pair')],
  },
  {
    it: 'gets owner and comments',
    given: GIVEN,
    when: `alter type app.pair owner to ROLE1; comment on type app.pair is 'two';
           comment on column app.pair.a is 'first'`,
    shows: [
      changed(C, {
        owner: ['SUPERUSER', 'ROLE1'],
        comment: [null, 'two'],
        'columns.a.comment': [null, 'first'],
      }),
    ],
  },
  {
    it: 'is granted and revoked',
    given: [GIVEN, 'grant usage on type app.pair to ROLE1'],
    when: 'revoke usage on type app.pair from public; grant usage on type app.pair to ROLE2',
    shows: [
      changed(C, { 'privileges.PUBLIC': [['USAGE'], null], 'privileges.ROLE2': [null, ['USAGE']] }),
    ],
  },
  {
    it: 'is removed',
    given: GIVEN,
    when: 'drop type app.pair',
    shows: [removed(C)],
  },
  {
    it: 'is removed with the columns and tables that are of it',
    given: [GIVEN, 'create table app.t of app.pair; create table app.u (id int, p app.pair)'],
    when: 'drop type app.pair cascade',
    shows: [
      removed(C),
      removed('table app.t'),
      changed('table app.u', { 'columns.p': [{ type: 'app.pair' }, null] }),
    ],
  },
]);
