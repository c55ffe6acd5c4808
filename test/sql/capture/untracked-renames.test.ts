import { expect } from 'vitest';
import { testKind } from '../kinds/cases.js';
import { changed, renamed, untracked } from '../kinds/rows.js';

const IGNORED = [
  `select pggit.configure_tracking(ignore_schemas => array['query'])`,
  'create schema query; create table query.src (id int primary key, note text)',
];
const SEEN = (text: string) => [expect.not.stringContaining(text), expect.stringContaining(text)];

testKind('a rename of what is not tracked is seen in what is', [
  {
    it: 'when a view reads a table of an ignored schema',
    given: [...IGNORED, 'create view app.v as select note from query.src'],
    when: 'alter table query.src rename to source',
    shows: [changed('view app.v', { query: SEEN('query.source') })],
  },
  {
    it: 'when a view reads a column of an ignored table',
    given: [...IGNORED, 'create view app.v as select note from query.src'],
    when: 'alter table query.src rename note to remark',
    shows: [changed('view app.v', { query: SEEN('remark') })],
  },
  {
    it: 'when a foreign key refers to an ignored table',
    given: [...IGNORED, 'create table app.t (id int constraint f references query.src)'],
    when: 'alter table query.src rename to source',
    shows: [
      changed('table app.t', {
        'constraints.f.references.table': ['query.src', 'query.source'],
      }),
    ],
  },
  {
    it: 'when the ignored schema itself is renamed',
    given: [
      `select pggit.configure_tracking(ignore_schemas => array['query%'])`,
      'create schema query; create table query.src (id int)',
      'create view app.v as select id from query.src',
    ],
    when: 'alter schema query rename to query_two',
    shows: [changed('view app.v', { query: SEEN('query_two.src') })],
  },
  {
    it: 'when a comment keeps the table out of history',
    given: [
      `create table app.src (id int); comment on table app.src is '@pggit:ignore'`,
      'create view app.v as select id from app.src',
    ],
    when: 'alter table app.src rename to source',
    shows: [changed('view app.v', { query: SEEN('app.source') })],
  },
  {
    it: 'when a tracked table moves into an ignored schema',
    given: [
      ...IGNORED,
      'create table app.moved (id int primary key)',
      'create view app.v as select id from app.moved',
      'create table app.t (id int constraint f references app.moved)',
    ],
    when: 'alter table app.moved set schema query',
    shows: [
      untracked('table app.moved'),
      untracked('index app.moved_pkey'),
      changed('view app.v', { query: SEEN('query.moved') }),
      changed('table app.t', { 'constraints.f.references.table': ['app.moved', 'query.moved'] }),
    ],
  },
  {
    it: 'when a schema is renamed into an ignored one, and not when one stays tracked in the same transaction',
    given: [
      `select pggit.configure_tracking(ignore_schemas => array['query'])`,
      `create table other.src (id int); create view app.v as select id from other.src;
       create table app.kept (id int); create view app.w as select id from app.kept`,
    ],
    when: 'alter schema other rename to query; alter table app.kept rename to stays',
    shows: [
      untracked('schema other'),
      untracked('table other.src'),
      changed('view app.v', { query: SEEN('query.src') }),
      renamed('table app.kept', 'table app.stays'),
    ],
  },
  {
    it: 'when columns are of an ignored range type and its multirange type',
    given: [
      ...IGNORED,
      `create type query.span as range (subtype = int);
       create table app.t (s query.span, ss query.span[], m query.span_multirange)`,
    ],
    when: 'alter type query.span rename to stretch; alter type query.span_multirange rename to lot',
    shows: [
      changed('table app.t', {
        'columns.s.type': ['query.span', 'query.stretch'],
        'columns.ss.type': ['query.span[]', 'query.stretch[]'],
        'columns.m.type': ['query.span_multirange', 'query.lot'],
      }),
    ],
  },
  {
    it: 'when a column has an ignored collation',
    given: [
      ...IGNORED,
      `create collation query.german (provider = icu, locale = 'de');
       create table app.t (name text collate query.german)`,
    ],
    when: 'alter collation query.german rename to deutsch',
    shows: [
      changed('table app.t', { 'columns.name.collation': ['query.german', 'query.deutsch'] }),
    ],
  },
  {
    it: 'when an index has an operator class',
    given: `create operator class app.backwards for type int using btree as function 1 btint4cmp(int, int),
              operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >;
            create table app.t (id int); create index i on app.t (id app.backwards)`,
    when: 'alter operator class app.backwards using btree rename to forwards',
    shows: [
      changed('index app.i', {
        keys: [
          [{ column: 'id', operator_class: 'app.backwards' }],
          [{ column: 'id', operator_class: 'app.forwards' }],
        ],
      }),
    ],
  },
  {
    it: 'when a generated column searches with a configuration',
    given: [
      'create text search configuration app.words (copy = simple)',
      `create table app.t (b text, v tsvector generated always as (to_tsvector('app.words'::regconfig, b)) stored)`,
    ],
    when: 'alter text search configuration app.words rename to terms',
    shows: [
      changed('table app.t', {
        'columns.v.generated.expression': SEEN("'app.terms'"),
      }),
    ],
  },
  {
    it: 'when a view calls an ignored aggregate',
    given: [
      ...IGNORED,
      'create aggregate query.total (int) (sfunc = int4pl, stype = int)',
      'create view app.v as select query.total(n) from generate_series(1, 3) as n',
    ],
    when: 'alter aggregate query.total(int) rename to summed',
    shows: [changed('view app.v', { query: SEEN('query.summed') })],
  },
]);
