import { expect } from 'vitest';
import { testKind } from './cases.js';
import { added, changed, removed } from './rows.js';

const X = 'extension citext';
const GIVEN = 'create extension citext schema app';

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
    it: 'takes an object in',
    given: [GIVEN, 'create function app.f() returns int language sql return 1'],
    when: 'alter extension citext add function app.f()',
    shows: [{ change: 'removed', object: 'function app.f()', attributes: {} }],
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
