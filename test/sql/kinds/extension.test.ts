import { expect } from 'vitest';
import { testKind } from './cases.js';
import { added, changed, removed, untracked } from './rows.js';

const X = 'extension citext';
const GIVEN = 'create extension citext schema app';
const OBJECTS = `create function app.f() returns trigger language plpgsql as 'begin return new; end';
  create table app.t (id int primary key);
  create trigger tg before insert on app.t for each row execute function app.f();
  create type app.mood as enum ('ok')`;

testKind('extension', [
  {
    it: 'is one object, whatever its members are',
    when: `create extension citext schema app version '1.4'`,
    shows: [added(X)],
    defines: {
      [X]: { schema: 'app', version: '1.4', comment: expect.stringContaining('case-insensitive') },
    },
  },
  {
    it: 'brings the extensions it needs',
    when: 'create extension earthdistance cascade',
    shows: [added('extension cube'), added('extension earthdistance')],
  },
  {
    it: 'is updated',
    given: `create extension citext schema app version '1.4'`,
    when: `alter extension citext update to '1.6'`,
    shows: [changed(X, { version: ['1.4', '1.6'] })],
  },
  {
    it: 'moves to another schema',
    given: GIVEN,
    when: 'alter extension citext set schema other',
    shows: [changed(X, { schema: ['app', 'other'] })],
  },
  {
    it: 'moves to another schema together with the objects that use it',
    given: [
      GIVEN,
      'create table app.t (name app.citext)',
      `create view app.v as select 'x'::app.citext as x`,
    ],
    when: 'alter extension citext set schema other',
    shows: [changed(X, { schema: ['app', 'other'] })],
    defines: {
      'table app.t': { columns: { name: { type: 'other.citext' } }, column_order: ['name'] },
      'view app.v': expect.objectContaining({ columns: { x: { type: 'other.citext' } } }),
    },
  },
  {
    it: 'is in a schema that is renamed',
    given: [GIVEN, 'create table other.t (name app.citext)'],
    when: 'alter schema app rename to extensions',
    shows: [
      { change: 'renamed', object: 'schema extensions', previous: 'schema app', attributes: {} },
    ],
    defines: {
      [X]: expect.objectContaining({ schema: 'extensions' }),
      'table other.t': { columns: { name: { type: 'extensions.citext' } }, column_order: ['name'] },
    },
  },
  {
    it: 'gets a comment',
    given: GIVEN,
    when: `comment on extension citext is 'ours'`,
    shows: [changed(X, { comment: [expect.any(String), 'ours'] })],
  },
  {
    it: 'has members whose changes are not recorded',
    given: GIVEN,
    when: `grant execute on function app.citext_eq(app.citext, app.citext) to ROLE1;
           comment on type app.citext is 'x'; alter function app.citext_eq(app.citext, app.citext) cost 7`,
    shows: [],
  },
  {
    it: 'takes objects in',
    given: [GIVEN, OBJECTS],
    when: `alter extension citext add function app.f(); alter extension citext add table app.t;
           alter extension citext add type app.mood; alter extension citext add schema other`,
    shows: [
      removed('function app.f()'),
      untracked('index app.t_pkey'),
      removed('table app.t'),
      untracked('trigger tg on app.t'),
      removed('enum app.mood'),
      removed('schema other'),
    ],
  },
  {
    it: 'lets objects go',
    given: [
      GIVEN,
      OBJECTS,
      `alter extension citext add function app.f(); alter extension citext add table app.t;
       alter extension citext add type app.mood; alter extension citext add schema other`,
    ],
    when: `alter extension citext drop function app.f(); alter extension citext drop table app.t;
           alter extension citext drop type app.mood; alter extension citext drop schema other`,
    shows: [
      added('function app.f()'),
      added('index app.t_pkey'),
      added('table app.t'),
      added('trigger tg on app.t'),
      added('enum app.mood'),
      added('schema other'),
    ],
  },
  {
    it: 'lets an object go in a savepoint, and its own too',
    given: GIVEN,
    when: `begin; savepoint one;
           alter extension citext drop function app.replace(app.citext, app.citext, app.citext);
           release one; commit`,
    shows: [added('function app.replace(app.citext, app.citext, app.citext)')],
  },
  {
    it: 'lets an object go that is dropped at once',
    given: GIVEN,
    when: `alter extension citext drop function app.replace(app.citext, app.citext, app.citext);
           drop function app.replace(app.citext, app.citext, app.citext)`,
    shows: [],
  },
  {
    it: 'leaves partitions of a table that becomes a member, and the sequence it owns, to the user',
    given: [
      'create extension citext',
      'create table app.t (id serial, n int generated always as identity) partition by list (id)',
      'create table app.p partition of app.t default',
    ],
    when: 'alter extension citext add table app.t',
    shows: [removed('table app.t'), untracked('sequence app.t_n_seq')],
  },
  {
    it: 'is removed without its members',
    given: GIVEN,
    when: 'drop extension citext',
    shows: [removed(X)],
  },
  {
    it: 'is removed with the columns that use it',
    given: [GIVEN, 'create table app.t (id int, name app.citext unique)'],
    when: 'drop extension citext cascade',
    shows: [
      removed(X),
      removed('index app.t_name_key'),
      changed('table app.t', {
        'columns.name': [{ type: 'app.citext' }, null],
        'constraints.t_name_key': [{ type: 'unique', columns: ['name'] }, null],
      }),
    ],
  },
]);
