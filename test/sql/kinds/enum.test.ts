import { expect } from 'vitest';
import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const E = 'enum app.mood';
const GIVEN = `create type app.mood as enum ('sad', 'ok')`;

testKind('enum', [
  {
    it: 'is described with its labels in order',
    when: `create type app.mood as enum ('sad', 'ok', 'it''s "fine"')`,
    shows: [added(E)],
    defines: { [E]: { labels: ['sad', 'ok', `it's "fine"`] } },
  },
  {
    it: 'may have no labels',
    when: 'create type app.mood as enum ()',
    shows: [added(E)],
    defines: { [E]: { labels: [] } },
  },
  {
    it: 'gets labels at the end, before and after others',
    given: GIVEN,
    when: `alter type app.mood add value 'happy'; alter type app.mood add value 'bad' before 'sad';
           alter type app.mood add value 'so' after 'sad'`,
    shows: [
      changed(E, {
        labels: [
          ['sad', 'ok'],
          ['bad', 'sad', 'so', 'ok', 'happy'],
        ],
      }),
    ],
  },
  {
    it: 'does not change when the label is there',
    given: GIVEN,
    when: `alter type app.mood add value if not exists 'ok'`,
    shows: [],
  },
  {
    it: 'renames a label',
    given: GIVEN,
    when: `alter type app.mood rename value 'ok' to 'fine'`,
    shows: [
      changed(E, {
        labels: [
          ['sad', 'ok'],
          ['sad', 'fine'],
        ],
      }),
    ],
  },
  {
    it: 'renames a label together with the defaults and checks that use it',
    given: [GIVEN, `create table app.t (m app.mood default 'ok' check (m <> 'ok'))`],
    when: `alter type app.mood rename value 'ok' to 'fine'`,
    shows: [
      changed(E, {
        labels: [
          ['sad', 'ok'],
          ['sad', 'fine'],
        ],
      }),
    ],
    defines: {
      'table app.t': {
        columns: { m: { type: 'app.mood', default: "'fine'::app.mood" } },
        column_order: ['m'],
        constraints: {
          t_m_check: { type: 'check', expression: "(m <> 'fine'::app.mood)" },
        },
      },
    },
  },
  {
    it: 'is renamed in one row, whatever uses it',
    given: [
      GIVEN,
      `create table app.t (m app.mood default 'ok', all_of app.mood[]);
       create view app.v as select 'ok'::app.mood as m;
       create domain app.d as app.mood;
       create type app.pair as (a app.mood, b app.mood[])`,
    ],
    when: 'alter type app.mood rename to temper',
    shows: [renamed(E, 'enum app.temper')],
    defines: {
      'table app.t': {
        columns: {
          m: { type: 'app.temper', default: "'ok'::app.temper" },
          all_of: { type: 'app.temper[]' },
        },
        column_order: ['m', 'all_of'],
      },
      'view app.v': expect.objectContaining({ columns: { m: { type: 'app.temper' } } }),
      'domain app.d': { type: 'app.temper' },
      'composite type app.pair': {
        columns: { a: { type: 'app.temper' }, b: { type: 'app.temper[]' } },
        column_order: ['a', 'b'],
      },
    },
  },
  {
    it: 'moves to another schema in one row, whatever uses it',
    given: [GIVEN, `create table app.t (m app.mood)`],
    when: 'alter type app.mood set schema other',
    shows: [renamed(E, 'enum other.mood')],
    defines: {
      'table app.t': { columns: { m: { type: 'other.mood' } }, column_order: ['m'] },
    },
  },
  {
    it: 'gets owner and comment',
    given: GIVEN,
    when: `alter type app.mood owner to ROLE1; comment on type app.mood is 'moods'`,
    shows: [changed(E, { owner: ['SUPERUSER', 'ROLE1'], comment: [null, 'moods'] })],
  },
  {
    it: 'is granted and revoked',
    given: [GIVEN, 'grant usage on type app.mood to ROLE1'],
    when: 'revoke usage on type app.mood from public; grant usage on type app.mood to ROLE2',
    shows: [
      changed(E, { 'privileges.PUBLIC': [['USAGE'], null], 'privileges.ROLE2': [null, ['USAGE']] }),
    ],
  },
  {
    it: 'is replaced by a new one and the columns are moved over',
    given: [GIVEN, 'create table app.t (m app.mood)'],
    when: `alter type app.mood rename to mood_old;
           create type app.mood as enum ('ok');
           alter table app.t alter m type app.mood using m::text::app.mood;
           drop type app.mood_old`,
    shows: [changed(E, { labels: [['sad', 'ok'], ['ok']] })],
  },
  {
    it: 'is removed',
    given: GIVEN,
    when: 'drop type app.mood',
    shows: [removed(E)],
  },
  {
    it: 'is removed with the columns and functions that use it',
    given: [
      GIVEN,
      `create table app.t (id int, m app.mood); create function app.f(app.mood) returns int language sql return 1`,
    ],
    when: 'drop type app.mood cascade',
    shows: [
      removed(E),
      removed('function app.f(app.mood)'),
      changed('table app.t', { 'columns.m': [{ type: 'app.mood' }, null] }),
    ],
  },
]);
