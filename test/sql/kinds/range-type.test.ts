import { expect } from 'vitest';
import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const R = 'range type app.span';
const GIVEN = 'create type app.span as range (subtype = float8)';
const SPAN = { subtype: 'double precision', multirange: { name: 'app.span_multirange' } };

testKind('range type', [
  {
    it: 'is described with subtype and multirange type, and its constructors are no objects',
    when: GIVEN,
    shows: [added(R)],
    defines: { [R]: SPAN },
  },
  {
    it: 'is described with collation, operator class, difference and the name of the multirange',
    when: `create type app.words as range (
             subtype = text, collation = "C", subtype_opclass = text_pattern_ops,
             subtype_diff = app.distance, multirange_type_name = other."Many words")`,
    given:
      'create function app.distance(text, text) returns float8 language sql immutable return 1',
    shows: [added('range type app.words')],
    defines: {
      'range type app.words': {
        subtype: 'text',
        collation: '"C"',
        operator_class: 'pg_catalog.text_pattern_ops',
        subtype_diff: 'app.distance',
        multirange: { name: 'other."Many words"' },
      },
    },
  },
  {
    it: 'fills a shell that its canonical function needs',
    given: [
      'create type app.span',
      `create function app.tidy(app.span) returns app.span language internal immutable strict
         as 'int4range_canonical'`,
    ],
    when: 'create type app.span as range (subtype = int, canonical = app.tidy)',
    shows: [added(R)],
    defines: {
      [R]: {
        subtype: 'integer',
        canonical: 'app.tidy',
        multirange: { name: 'app.span_multirange' },
      },
    },
  },
  {
    it: 'is renamed in one row, whatever uses it',
    given: [
      GIVEN,
      `create table app.t (s app.span, many app.span[], multi app.span_multirange);
       create domain app.d as app.span;
       create function app.f(app.span, app.span_multirange) returns int language sql return 1`,
    ],
    when: 'alter type app.span rename to stretch',
    shows: [renamed(R, 'range type app.stretch')],
    defines: {
      'table app.t': {
        columns: {
          s: { type: 'app.stretch' },
          many: { type: 'app.stretch[]' },
          multi: { type: 'app.span_multirange' },
        },
        column_order: ['s', 'many', 'multi'],
      },
      'domain app.d': { type: 'app.stretch' },
      'function app.f(app.stretch, app.span_multirange)': expect.anything(),
    },
  },
  {
    it: 'moves to another schema without its multirange type',
    given: GIVEN,
    when: 'alter type app.span set schema other',
    shows: [renamed(R, 'range type other.span')],
    defines: { 'range type other.span': SPAN },
  },
  {
    it: 'changes the name of its multirange type, whatever uses that',
    given: [
      GIVEN,
      `create table app.t (multi app.span_multirange, many app.span_multirange[]);
       create function app.f(app.span_multirange) returns int language sql return 1`,
    ],
    when: `alter type app.span_multirange rename to spans; alter type app.spans set schema other`,
    shows: [changed(R, { 'multirange.name': ['app.span_multirange', 'other.spans'] })],
    defines: {
      'table app.t': {
        columns: { multi: { type: 'other.spans' }, many: { type: 'other.spans[]' } },
        column_order: ['multi', 'many'],
      },
      'function app.f(other.spans)': expect.anything(),
    },
  },
  {
    it: 'follows the rename of the schema its multirange type is in, without a row of its own',
    given: [
      'create type app.span as range (subtype = float8, multirange_type_name = other.spans)',
      'create table app.t (multi other.spans)',
    ],
    when: 'alter schema other rename to elsewhere',
    shows: [renamed('schema other', 'schema elsewhere')],
    defines: {
      [R]: { subtype: 'double precision', multirange: { name: 'elsewhere.spans' } },
      'table app.t': { columns: { multi: { type: 'elsewhere.spans' } }, column_order: ['multi'] },
    },
  },
  {
    it: 'follows the rename of its subtype and functions without a row of its own',
    given: [
      `create type app.mood as enum ('sad', 'ok')`,
      `create function app.distance(app.mood, app.mood) returns float8 language sql immutable return 1`,
      'create type app.span as range (subtype = app.mood, subtype_diff = app.distance)',
    ],
    when: 'alter type app.mood rename to temper; alter function app.distance rename to gap',
    shows: [
      renamed('enum app.mood', 'enum app.temper'),
      renamed(
        'function app.distance(app.mood, app.mood)',
        'function app.gap(app.temper, app.temper)',
        { arguments: expect.anything() },
      ),
    ],
    defines: {
      [R]: {
        subtype: 'app.temper',
        subtype_diff: 'app.gap',
        multirange: { name: 'app.span_multirange' },
      },
    },
  },
  {
    it: 'gets comments, on its multirange type too',
    given: GIVEN,
    when: `comment on type app.span is 'from to'; comment on type app.span_multirange is 'many'`,
    shows: [changed(R, { comment: [null, 'from to'], 'multirange.comment': [null, 'many'] })],
  },
  {
    it: 'changes its owner',
    since: 17,
    given: GIVEN,
    when: 'alter type app.span owner to ROLE1',
    shows: [changed(R, { owner: ['SUPERUSER', 'ROLE1'] })],
  },
  {
    it: 'changes its owner alone',
    until: 16,
    given: GIVEN,
    when: 'alter type app.span owner to ROLE1',
    shows: [changed(R, { owner: ['SUPERUSER', 'ROLE1'], 'multirange.owner': [null, 'SUPERUSER'] })],
  },
  {
    it: 'is granted and revoked',
    given: [GIVEN, 'grant usage on type app.span to ROLE1'],
    when: 'revoke usage on type app.span from public; grant usage on type app.span to ROLE2 with grant option',
    shows: [
      changed(R, {
        'privileges.PUBLIC': [['USAGE'], null],
        'privileges.ROLE2': [null, ['USAGE*']],
      }),
    ],
  },
  {
    it: 'has a multirange type with owner and privileges of its own',
    until: 16,
    given: GIVEN,
    when: `alter type app.span_multirange owner to ROLE1;
           revoke all on type app.span_multirange from public`,
    shows: [
      changed(R, {
        'multirange.owner': [null, 'ROLE1'],
        'multirange.privileges': [null, { ROLE1: ['USAGE'] }],
      }),
    ],
  },
  {
    it: 'is removed',
    given: GIVEN,
    when: 'drop type app.span',
    shows: [removed(R)],
  },
  {
    it: 'is removed with the columns, domains and functions that use it or its multirange type',
    given: [
      GIVEN,
      `create table app.t (id int, s app.span, m app.span_multirange);
       create domain app.d as app.span;
       create function app.f(app.span_multirange) returns int language sql return 1`,
    ],
    when: 'drop type app.span cascade',
    shows: [
      removed(R),
      removed('domain app.d'),
      removed('function app.f(app.span_multirange)'),
      changed('table app.t', {
        'columns.s': [{ type: 'app.span' }, null],
        'columns.m': [{ type: 'app.span_multirange' }, null],
      }),
    ],
  },
  {
    it: 'is removed with the schema its multirange type is in',
    given: 'create type app.span as range (subtype = float8, multirange_type_name = other.spans)',
    when: 'drop schema other cascade',
    shows: [removed('schema other'), removed(R)],
  },
]);
