import { expect } from 'vitest';
import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const T = 'table app.t';
const ALL = ['DELETE', 'INSERT', 'REFERENCES', 'SELECT', 'TRIGGER', 'TRUNCATE', 'UPDATE'];
const GRANTED = [null, { SUPERUSER: expect.arrayContaining(ALL), ROLE1: ['SELECT'] }];

testKind('table', [
  {
    it: 'is added with its indexes and sequences',
    when: 'create table app.t (id serial primary key, code text unique)',
    shows: [
      added(T),
      added('sequence app.t_id_seq'),
      added('index app.t_pkey'),
      added('index app.t_code_key'),
    ],
  },
  {
    it: 'is not added when it exists',
    given: 'create table app.t (id int)',
    when: 'create table if not exists app.t (id int, other int)',
    shows: [],
  },
  {
    it: 'is renamed in one row, whatever refers to it',
    given: `create table app.t (id serial primary key, parent int references app.t, n int);
            create index t_n on app.t (n);
            create view app.v as select id from app.t;
            create materialized view app.m as select t from app.t;
            create function app.f(app.t) returns setof app.t language sql
              begin atomic select * from app.t; end;
            create function app.g() returns trigger language plpgsql as 'begin return new; end';
            create trigger tg before insert on app.t for each row when (new.id > 0) execute function app.g();
            create table app.child () inherits (app.t);
            create table other.u (t int references app.t, r app.t, rs app.t[]);
            create type app.pair as (a app.t)`,
    when: 'alter table app.t rename to orders',
    shows: [
      renamed(T, 'table app.orders', {
        'constraints.t_parent_fkey.references.table': ['app.t', 'app.orders'],
      }),
    ],
    defines: {
      'table other.u': {
        columns: {
          t: { type: 'integer' },
          r: { type: 'app.orders' },
          rs: { type: 'app.orders[]' },
        },
        column_order: ['t', 'r', 'rs'],
        constraints: {
          u_t_fkey: {
            type: 'foreign key',
            columns: ['t'],
            references: { table: 'app.orders', columns: ['id'] },
          },
        },
      },
      'trigger tg on app.orders': expect.objectContaining({ function: 'app.g' }),
      'composite type app.pair': expect.objectContaining({
        columns: { a: { type: 'app.orders' } },
      }),
      'index app.t_n': expect.objectContaining({ table: 'app.orders' }),
      'sequence app.t_id_seq': expect.objectContaining({ owned_by: 'app.orders.id' }),
      'function app.f(app.orders)': expect.objectContaining({ returns: 'SETOF app.orders' }),
      'view app.v': expect.objectContaining({
        query: expect.stringMatching(/FROM app\.orders;$/),
      }),
    },
  },
  {
    it: 'moves to another schema in one row, with its indexes, sequences and triggers',
    given: `create table app.t (id serial primary key, code int generated always as identity);
            create function app.g() returns trigger language plpgsql as 'begin return new; end';
            create trigger tg before insert on app.t execute function app.g()`,
    when: 'alter table app.t set schema other',
    shows: [
      renamed(T, 'table other.t', {
        'columns.id.default': [
          "nextval('app.t_id_seq'::regclass)",
          "nextval('other.t_id_seq'::regclass)",
        ],
      }),
    ],
    defines: {
      'index other.t_pkey': {
        table: 'other.t',
        method: 'btree',
        unique: true,
        constraint: 'primary key',
        keys: [{ column: 'id' }],
      },
      'trigger tg on other.t': expect.anything(),
      'sequence other.t_code_seq': expect.objectContaining({ owned_by: 'other.t.code' }),
    },
  },
  {
    it: 'is renamed and changed in one row',
    given: 'create table app.t (id int)',
    when: 'alter table app.t rename to u; alter table app.u add note text',
    shows: [renamed(T, 'table app.u', { 'columns.note': [null, { type: 'text' }] })],
  },
  {
    it: 'changes its owner, and that of its sequences',
    given: 'create table app.t (id serial)',
    when: 'alter table app.t owner to ROLE1',
    shows: [
      changed(T, { owner: ['SUPERUSER', 'ROLE1'] }),
      changed('sequence app.t_id_seq', { owner: ['SUPERUSER', 'ROLE1'] }),
    ],
  },
  {
    it: 'gets a comment',
    given: 'create table app.t (id int)',
    when: `comment on table app.t is 'things'`,
    shows: [changed(T, { comment: [null, 'things'] })],
  },
  {
    it: 'already has the comment it is created with',
    when: `create table app.t (id int); comment on table app.t is 'things'`,
    shows: [added(T)],
    defines: {
      [T]: { comment: 'things', columns: { id: { type: 'integer' } }, column_order: ['id'] },
    },
  },
  {
    it: 'is granted',
    given: 'create table app.t (id int)',
    when: 'grant select on app.t to ROLE1',
    shows: [changed(T, { privileges: GRANTED })],
  },
  {
    it: 'is granted to everybody and with grant option',
    given: 'create table app.t (id int); grant select on app.t to ROLE1',
    when: 'grant insert on app.t to public; grant update on app.t to ROLE1 with grant option',
    shows: [
      changed(T, {
        'privileges.PUBLIC': [null, ['INSERT']],
        'privileges.ROLE1': [['SELECT'], ['SELECT', 'UPDATE*']],
      }),
    ],
  },
  {
    it: 'is revoked',
    given: 'create table app.t (id int); grant select, insert on app.t to ROLE1',
    when: 'revoke insert on app.t from ROLE1',
    shows: [changed(T, { 'privileges.ROLE1': [['INSERT', 'SELECT'], ['SELECT']] })],
  },
  {
    it: 'does not change when a right is granted again or the owner is granted its own',
    given: 'create table app.t (id int); grant select on app.t to ROLE1',
    when: 'grant select on app.t to ROLE1; grant all on app.t to current_user',
    shows: [],
  },
  {
    it: 'is unlogged, and logged again',
    given: 'create table app.t (id int)',
    when: 'alter table app.t set unlogged',
    shows: [changed(T, { persistence: [null, 'unlogged'] })],
  },
  {
    it: 'is removed with its indexes, sequences and triggers',
    given: `create table app.t (id serial primary key);
            create function app.g() returns trigger language plpgsql as 'begin return new; end';
            create trigger tg before insert on app.t execute function app.g()`,
    when: 'drop table app.t',
    shows: [
      removed(T),
      removed('index app.t_pkey'),
      removed('sequence app.t_id_seq'),
      removed('trigger tg on app.t'),
    ],
  },
  {
    it: 'is removed with what depends on it',
    given: `create table app.t (id int primary key);
            create view app.v as select id from app.t;
            create view app.w as select id from app.v;
            create function app.f(app.t) returns int language sql as 'select 1';
            create table other.u (t int constraint follows references app.t, r app.t)`,
    when: 'drop table app.t cascade',
    shows: [
      removed(T),
      removed('index app.t_pkey'),
      removed('view app.v'),
      removed('view app.w'),
      removed('function app.f(app.t)'),
      changed('table other.u', {
        'columns.r': [{ type: 'app.t' }, null],
        'constraints.follows': [
          { type: 'foreign key', columns: ['t'], references: { table: 'app.t', columns: ['id'] } },
          null,
        ],
      }),
    ],
  },
]);
