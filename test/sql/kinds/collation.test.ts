import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const C = 'collation app.german';
const GIVEN = `create collation app.german (provider = icu, locale = 'de-DE')`;
const GERMAN = { provider: 'icu', locale: 'de-DE' };

testKind('collation', [
  {
    it: 'is described with provider and locale',
    when: GIVEN,
    shows: [added(C)],
    defines: { [C]: GERMAN },
  },
  {
    it: 'is described when it takes different strings for equal',
    when: `create collation app."any case" (
             provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
    shows: [added('collation app."any case"')],
    defines: {
      'collation app."any case"': {
        provider: 'icu',
        locale: 'und-u-ks-level2',
        deterministic: false,
      },
    },
  },
  {
    it: 'has rules of its own',
    since: 16,
    when: `create collation app.german (provider = icu, locale = 'de-DE', rules = '&V << w <<< W')`,
    shows: [added(C)],
    defines: { [C]: { ...GERMAN, rules: '&V << w <<< W' } },
  },
  {
    it: 'comes from the C library, with order and character types of their own, or as a copy',
    when: `create collation app.plain (lc_collate = 'C', lc_ctype = 'POSIX');
           create collation app.copy from app.plain`,
    shows: [added('collation app.plain'), added('collation app.copy')],
    defines: {
      'collation app.plain': { provider: 'libc', lc_collate: 'C', lc_ctype: 'POSIX' },
      'collation app.copy': { provider: 'libc', lc_collate: 'C', lc_ctype: 'POSIX' },
    },
  },
  {
    it: 'is built into the server',
    since: 17,
    when: `create collation app.simple (provider = builtin, locale = 'C.UTF-8')`,
    shows: [added('collation app.simple')],
    defines: { 'collation app.simple': { provider: 'builtin', locale: 'C.UTF-8' } },
  },
  {
    it: 'is no other with another version of the library',
    given: [GIVEN, `update pg_collation set collversion = '0' where collname = 'german'`],
    when: 'alter collation app.german refresh version',
    shows: [],
  },
  {
    it: 'is renamed in one row, whatever uses it',
    given: [
      GIVEN,
      `create table app.t (a text collate app.german, check (a < 'z' collate app.german));
       create index i on app.t (a collate app.german);
       create index j on app.t ((a || 'x') collate app.german);
       create domain app.d as text collate app.german;
       create type app.pair as (a text collate app.german);
       create type app.words as range (subtype = text, collation = app.german);
       create view app.v as select a collate app.german as a from app.t`,
    ],
    when: 'alter collation app.german rename to deutsch',
    shows: [renamed(C, 'collation app.deutsch')],
    defines: {
      'domain app.d': { type: 'text', collation: 'app.deutsch' },
      'composite type app.pair': {
        columns: { a: { type: 'text', collation: 'app.deutsch' } },
        column_order: ['a'],
      },
      'range type app.words': {
        subtype: 'text',
        collation: 'app.deutsch',
        multirange: { name: 'app.words_multirange' },
      },
    },
  },
  {
    it: 'moves to another schema',
    given: [GIVEN, 'create table app.t (a text collate app.german)'],
    when: 'alter collation app.german set schema other',
    shows: [renamed(C, 'collation other.german')],
    defines: {
      'table app.t': {
        columns: { a: { type: 'text', collation: 'other.german' } },
        column_order: ['a'],
      },
    },
  },
  {
    it: 'gets an owner and a comment',
    given: GIVEN,
    when: `alter collation app.german owner to ROLE1; comment on collation app.german is 'dictionary'`,
    shows: [changed(C, { owner: ['SUPERUSER', 'ROLE1'], comment: [null, 'dictionary'] })],
  },
  {
    it: 'is dropped and created again in one change',
    given: GIVEN,
    when: `drop collation app.german;
           create collation app.german (provider = icu, locale = 'de-AT')`,
    shows: [changed(C, { locale: ['de-DE', 'de-AT'] })],
  },
  {
    it: 'is removed',
    given: GIVEN,
    when: 'drop collation app.german',
    shows: [removed(C)],
  },
  {
    it: 'is removed with the columns and domains that use it',
    given: [
      GIVEN,
      `create table app.t (id int, a text collate app.german);
       create domain app.d as text collate app.german`,
    ],
    when: 'drop collation app.german cascade',
    shows: [
      removed(C),
      removed('domain app.d'),
      changed('table app.t', { 'columns.a': [{ type: 'text', collation: 'app.german' }, null] }),
    ],
  },
]);
