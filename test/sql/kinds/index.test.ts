import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const TABLE = 'create table app.t (a int, b text, c text collate "C", p point, j jsonb)';
const I = 'index app.i';
const ON_T = { table: 'app.t', method: 'btree' };

testKind('index', [
  {
    it: 'is described key by key',
    given: TABLE,
    when: `create index i on app.t
             (a desc, b collate "C" text_pattern_ops, lower(c) nulls first, c desc nulls last)`,
    shows: [added(I)],
    defines: {
      [I]: {
        ...ON_T,
        keys: [
          { column: 'a', order: 'desc' },
          {
            column: 'b',
            collation: '"C"',
            operator_class: 'pg_catalog.text_pattern_ops',
          },
          // The collation of an expression may come from the columns it reads.
          { expression: 'lower(c)', collation: '"C"', nulls: 'first' },
          { column: 'c', order: 'desc', nulls: 'last' },
        ],
      },
    },
  },
  {
    it: 'is unique, partial and includes columns',
    given: TABLE,
    when: `create unique index i on app.t (a) include (b, c) nulls not distinct where a > 0`,
    shows: [added(I)],
    defines: {
      [I]: {
        ...ON_T,
        unique: true,
        nulls_not_distinct: true,
        keys: [{ column: 'a' }],
        include: ['b', 'c'],
        predicate: '(a > 0)',
      },
    },
  },
  {
    it: 'has a method, options and an operator class with options',
    given: TABLE,
    when: `create index i on app.t using gin (j jsonb_path_ops) with (fastupdate = off);
           create index k on app.t using gist (p) with (fillfactor = 80);
           create index l on app.t using brin (a int4_bloom_ops (false_positive_rate = 0.05))`,
    shows: [added(I), added('index app.k'), added('index app.l')],
    defines: {
      [I]: {
        table: 'app.t',
        method: 'gin',
        keys: [{ column: 'j', operator_class: 'pg_catalog.jsonb_path_ops' }],
        options: { fastupdate: 'off' },
      },
      'index app.k': {
        table: 'app.t',
        method: 'gist',
        keys: [{ column: 'p' }],
        options: { fillfactor: '80' },
      },
      'index app.l': {
        table: 'app.t',
        method: 'brin',
        keys: [
          {
            column: 'a',
            operator_class: 'pg_catalog.int4_bloom_ops',
            operator_class_options: { false_positive_rate: '0.05' },
          },
        ],
      },
    },
  },
  {
    it: 'is built concurrently',
    given: TABLE,
    when: 'create index concurrently i on app.t (a)',
    shows: [added(I)],
    defines: { [I]: { ...ON_T, keys: [{ column: 'a' }] } },
  },
  {
    it: 'is dropped concurrently',
    given: [TABLE, 'create index i on app.t (a)'],
    when: 'drop index concurrently app.i',
    shows: [removed(I)],
  },
  {
    it: 'is rebuilt without a change',
    given: [TABLE, 'create index i on app.t (a)'],
    when: 'reindex index app.i',
    shows: [],
  },
  {
    it: 'is rebuilt concurrently without a change',
    given: [TABLE, 'create index i on app.t (a)'],
    when: 'reindex index concurrently app.i',
    shows: [],
  },
  {
    it: 'is still itself when it is renamed after being rebuilt concurrently',
    given: [TABLE, 'create index i on app.t (a)', 'reindex index concurrently app.i'],
    when: 'alter index app.i rename to j',
    shows: [renamed(I, 'index app.j')],
  },
  {
    it: 'is dropped after being rebuilt concurrently',
    given: [TABLE, 'create index i on app.t (a)', 'reindex table concurrently app.t'],
    when: 'drop index app.i',
    shows: [removed(I)],
  },
  {
    it: 'is renamed',
    given: [TABLE, 'create index i on app.t (a)'],
    when: 'alter index app.i rename to j',
    shows: [renamed(I, 'index app.j')],
  },
  {
    it: 'is renamed by the statement for tables',
    given: [TABLE, 'create index i on app.t (a)'],
    when: 'alter table app.i rename to j',
    shows: [renamed(I, 'index app.j')],
  },
  {
    it: 'changes its options',
    given: [TABLE, 'create index i on app.t (a) with (fillfactor = 70)'],
    when: 'alter index app.i set (fillfactor = 80, deduplicate_items = off)',
    shows: [
      changed(I, {
        'options.fillfactor': ['70', '80'],
        'options.deduplicate_items': [null, 'off'],
      }),
    ],
  },
  {
    it: 'resets its options',
    given: [TABLE, 'create index i on app.t (a) with (fillfactor = 70)'],
    when: 'alter index app.i reset (fillfactor)',
    shows: [changed(I, { 'options.fillfactor': ['70', null] })],
  },
  {
    it: 'has a collation for an expression',
    given: TABLE,
    when: `create index i on app.t (lower(b) collate "C", lower(b), (a + 1))`,
    shows: [added(I)],
    defines: {
      [I]: {
        ...ON_T,
        keys: [
          { expression: 'lower(b)', collation: '"C"' },
          { expression: 'lower(b)' },
          { expression: '((a + 1))' },
        ],
      },
    },
  },
  {
    it: 'may depend on an extension, and cease to',
    given: [
      TABLE,
      'create extension citext; create index i on app.t (a); create index k on app.t (a)',
      'alter index app.k depends on extension citext',
    ],
    when: `alter index app.i depends on extension citext;
           alter index app.k no depends on extension citext`,
    shows: [
      changed(I, { depends_on_extensions: [null, ['citext']] }),
      changed('index app.k', { depends_on_extensions: [['citext'], null] }),
    ],
  },
  {
    it: 'has a statistics target for an expression',
    given: [TABLE, 'create index i on app.t (a, lower(b))'],
    when: 'alter index app.i alter column 2 set statistics 400',
    shows: [
      changed(I, {
        keys: [
          [{ column: 'a' }, { expression: 'lower(b)' }],
          [{ column: 'a' }, { expression: 'lower(b)', statistics_target: 400 }],
        ],
      }),
    ],
  },
  {
    it: 'loses its statistics target',
    given: [
      TABLE,
      'create index i on app.t (a, lower(b)); alter index app.i alter column 2 set statistics 50',
    ],
    when: 'alter index app.i alter column 2 set statistics -1',
    shows: [
      changed(I, {
        keys: [
          [{ column: 'a' }, { expression: 'lower(b)', statistics_target: 50 }],
          [{ column: 'a' }, { expression: 'lower(b)' }],
        ],
      }),
    ],
  },
  {
    it: 'gets a comment',
    given: [TABLE, 'create index i on app.t (a)'],
    when: `comment on index app.i is 'fast'`,
    shows: [changed(I, { comment: [null, 'fast'] })],
  },
  {
    it: 'follows the rename of a column without a row of its own',
    given: [TABLE, 'create index i on app.t (a, lower(b)) include (c) where a > 0'],
    when: 'alter table app.t rename a to aa; alter table app.t rename b to bb; alter table app.t rename c to cc',
    shows: [
      changed('table app.t', {
        'columns.aa.name': ['a', 'aa'],
        'columns.bb.name': ['b', 'bb'],
        'columns.cc.name': ['c', 'cc'],
      }),
    ],
    defines: {
      [I]: {
        ...ON_T,
        keys: [{ column: 'aa' }, { expression: 'lower(bb)' }],
        include: ['cc'],
        predicate: '(aa > 0)',
      },
    },
  },
  {
    it: 'is replaced by another of the same name as one change',
    given: [TABLE, 'create index i on app.t (a)'],
    when: 'drop index app.i; create index i on app.t (a, b)',
    shows: [changed(I, { keys: [[{ column: 'a' }], [{ column: 'a' }, { column: 'b' }]] })],
  },
  {
    it: 'is removed',
    given: [TABLE, 'create index i on app.t (a)'],
    when: 'drop index app.i',
    shows: [removed(I)],
  },
  {
    it: 'is removed with the function it calls',
    given: [
      TABLE,
      `create function app.f(int) returns int language sql immutable return $1;
       create index i on app.t (app.f(a)) where app.f(a) > 0`,
    ],
    when: 'drop function app.f(int) cascade',
    shows: [removed('function app.f(integer)'), removed(I)],
  },
  {
    it: 'follows the rename of what its expressions use',
    given: [
      TABLE,
      `create function app.f(int) returns int language sql immutable return $1;
       create index i on app.t (app.f(a))`,
    ],
    when: 'alter function app.f(int) rename to g',
    shows: [renamed('function app.f(integer)', 'function app.g(integer)')],
    defines: { [I]: { ...ON_T, keys: [{ expression: 'app.g(a)' }] } },
  },
  {
    it: 'lies on a materialized view',
    given: 'create materialized view app.m as select 1 as a',
    when: 'create unique index i on app.m (a)',
    shows: [added(I)],
    defines: { [I]: { table: 'app.m', method: 'btree', unique: true, keys: [{ column: 'a' }] } },
  },
  {
    it: 'goes with the column it is on',
    given: [TABLE, 'create index i on app.t (a, b)'],
    when: 'alter table app.t drop a',
    shows: [removed(I), changed('table app.t', { 'columns.a': [{ type: 'integer' }, null] })],
  },
  {
    it: 'is dropped with the foreign keys that need it',
    given: `create table app.t (a int); create unique index i on app.t (a);
            create table other.u (t int constraint follows references app.t (a))`,
    when: 'drop index app.i cascade',
    shows: [
      removed(I),
      changed('table other.u', {
        'constraints.follows': [
          { type: 'foreign key', columns: ['t'], references: { table: 'app.t', columns: ['a'] } },
          null,
        ],
      }),
    ],
  },
]);
