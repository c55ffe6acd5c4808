import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const S = 'statistics app.s';
const BASE = 'create table app.t (a int, b text, c int)';
const PLAIN = 'create statistics app.s on a, b from app.t';
const GIVEN = [BASE, PLAIN];
const ALL = ['ndistinct', 'dependencies', 'mcv'];

testKind('extended statistics', [
  {
    it: 'are described with kinds and columns',
    given: BASE,
    when: `${PLAIN}; create statistics app.d (dependencies, mcv) on c, a from app.t`,
    shows: [added(S), added('statistics app.d')],
    defines: {
      [S]: { table: 'app.t', kinds: ALL, columns: ['a', 'b'] },
      'statistics app.d': { table: 'app.t', kinds: ['dependencies', 'mcv'], columns: ['a', 'c'] },
    },
  },
  {
    it: 'are described with expressions',
    given: BASE,
    when: `create statistics app.s on a, (lower(b)), (c + 1) from app.t;
           create statistics app.one on (a * c) from app.t`,
    shows: [added(S), added('statistics app.one')],
    defines: {
      [S]: {
        table: 'app.t',
        kinds: ALL,
        columns: ['a'],
        expressions: ['lower(b)', '(c + 1)'],
      },
      'statistics app.one': { table: 'app.t', expressions: ['(a * c)'] },
    },
  },
  {
    it: 'lie on a materialized view and in a schema of their own',
    given: [BASE, 'create materialized view app.m as select a, c from app.t'],
    when: 'create statistics other.s on a, c from app.m',
    shows: [added('statistics other.s')],
    defines: { 'statistics other.s': { table: 'app.m', kinds: ALL, columns: ['a', 'c'] } },
  },
  {
    it: 'come with a table that is made like another',
    given: GIVEN,
    when: 'create table app.u (like app.t including statistics)',
    shows: [added('table app.u'), added('statistics app.u_a_b_stat')],
  },
  {
    it: 'have a target',
    given: GIVEN,
    when: 'alter statistics app.s set statistics 500',
    shows: [changed(S, { target: [null, 500] })],
  },
  {
    it: 'lose their target',
    given: [...GIVEN, 'alter statistics app.s set statistics 0'],
    when: 'alter statistics app.s set statistics -1',
    shows: [changed(S, { target: [0, null] })],
  },
  {
    it: 'are replaced by drop and create in one change',
    given: GIVEN,
    when: 'drop statistics app.s; create statistics app.s (mcv) on b, c from app.t',
    shows: [
      changed(S, {
        kinds: [ALL, ['mcv']],
        columns: [
          ['a', 'b'],
          ['b', 'c'],
        ],
      }),
    ],
  },
  {
    it: 'are renamed',
    given: GIVEN,
    when: 'alter statistics app.s rename to "S 2"',
    shows: [renamed(S, 'statistics app."S 2"')],
  },
  {
    it: 'move to another schema, their table does not take them along',
    given: [...GIVEN, 'create statistics app.stays on a, c from app.t'],
    when: 'alter statistics app.s set schema other; alter table app.t set schema other',
    shows: [
      renamed(S, 'statistics other.s', { table: ['app.t', 'other.t'] }),
      renamed('table app.t', 'table other.t'),
    ],
    defines: { 'statistics app.stays': { table: 'other.t', kinds: ALL, columns: ['a', 'c'] } },
  },
  {
    it: 'follow the rename of their columns and schema without a row of their own',
    given: [BASE, 'create statistics app.s on a, (lower(b)) from app.t'],
    when: 'alter table app.t rename a to x; alter table app.t rename b to y; alter schema app rename to shop',
    shows: [
      renamed('schema app', 'schema shop'),
      renamed('table app.t', 'table shop.t', {
        'columns.x.name': ['a', 'x'],
        'columns.y.name': ['b', 'y'],
      }),
    ],
    defines: {
      'statistics shop.s': {
        table: 'shop.t',
        kinds: ALL,
        columns: ['x'],
        expressions: ['lower(y)'],
      },
    },
  },
  {
    it: 'lose their target, as the server has it, when the type of a column changes',
    given: [
      ...GIVEN,
      `create statistics app.d (mcv) on b, c from app.t; comment on statistics app.s is 'kept';
       alter statistics app.s set statistics 9; alter statistics app.d set statistics 9`,
    ],
    when: 'alter table app.t alter a type bigint',
    shows: [
      changed('table app.t', { 'columns.a.type': ['integer', 'bigint'] }),
      changed(S, { target: [9, null] }),
    ],
    defines: {
      [S]: { table: 'app.t', kinds: ALL, columns: ['a', 'b'], comment: 'kept' },
    },
  },
  {
    it: 'change their owner, which that of the table does not',
    given: [...GIVEN, 'grant create on schema app to ROLE1'],
    when: 'alter statistics app.s owner to ROLE1; alter table app.t owner to ROLE1',
    shows: [
      changed(S, { owner: ['SUPERUSER', 'ROLE1'] }),
      changed('table app.t', { owner: ['SUPERUSER', 'ROLE1'] }),
    ],
  },
  {
    it: 'get a comment',
    given: GIVEN,
    when: `comment on statistics app.s is 'why'`,
    shows: [changed(S, { comment: [null, 'why'] })],
  },
  {
    it: 'are removed',
    given: GIVEN,
    when: 'drop statistics app.s',
    shows: [removed(S)],
  },
  {
    it: 'are removed with a column of theirs',
    given: GIVEN,
    when: 'alter table app.t drop a',
    shows: [removed(S), changed('table app.t', { 'columns.a': [{ type: 'integer' }, null] })],
  },
  {
    it: 'are removed with their table, and with their schema',
    given: [
      ...GIVEN,
      'create statistics other.s on b, c from app.t; create table app.u (a int, b int); create statistics other.v on a, b from app.u',
    ],
    when: 'drop table app.t; drop schema other cascade',
    shows: [
      removed('table app.t'),
      removed(S),
      removed('statistics other.s'),
      removed('schema other'),
      removed('statistics other.v'),
    ],
  },
]);
