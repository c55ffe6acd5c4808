import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const T = 'table app.t';
const CHECK = { type: 'check', expression: '(a > 0)' };

testKind('constraints of a table', [
  {
    it: 'are described field by field',
    when: `create table app.t (
             a int, b int, r int4range,
             constraint pk primary key (a, b),
             constraint uq unique nulls not distinct (b) include (a),
             constraint ck check (a > 0) no inherit,
             constraint ex exclude using gist (r with &&) where (a > 1))`,
    shows: [added(T), added('index app.pk'), added('index app.uq'), added('index app.ex')],
    defines: {
      [T]: {
        columns: {
          a: { type: 'integer', not_null: true },
          b: { type: 'integer', not_null: true },
          r: { type: 'int4range' },
        },
        column_order: ['a', 'b', 'r'],
        constraints: {
          pk: { type: 'primary key', columns: ['a', 'b'] },
          uq: { type: 'unique', columns: ['b'] },
          ck: { ...CHECK, no_inherit: true },
          ex: { type: 'exclude', exclusion: 'EXCLUDE USING gist (r WITH &&) WHERE ((a > 1))' },
        },
      },
      'index app.uq': {
        table: 'app.t',
        method: 'btree',
        unique: true,
        nulls_not_distinct: true,
        constraint: 'unique',
        keys: [{ column: 'b' }],
        include: ['a'],
      },
    },
  },
  {
    it: 'are added',
    given: 'create table app.t (a int)',
    when: 'alter table app.t add constraint positive check (a > 0)',
    shows: [changed(T, { 'constraints.positive': [null, CHECK] })],
  },
  {
    it: 'are added beside others under the same path',
    given: 'create table app.t (a int check (a < 9))',
    when: 'alter table app.t add constraint positive check (a > 0)',
    shows: [changed(T, { 'constraints.positive': [null, CHECK] })],
  },
  {
    it: 'are added with an index no event names',
    given: 'create table app.t (a int)',
    when: 'alter table app.t add b int unique, add primary key (a)',
    shows: [
      changed(T, {
        'columns.a.not_null': [null, true],
        'columns.b': [null, { type: 'integer' }],
        'constraints.t_pkey': [null, { type: 'primary key', columns: ['a'] }],
        'constraints.t_b_key': [null, { type: 'unique', columns: ['b'] }],
      }),
      added('index app.t_pkey'),
      added('index app.t_b_key'),
    ],
  },
  {
    it: 'are added from an index',
    given: 'create table app.t (a int not null); create unique index t_a on app.t (a)',
    when: 'alter table app.t add constraint t_pk primary key using index t_a',
    shows: [
      changed(T, { 'constraints.t_pk': [null, { type: 'primary key', columns: ['a'] }] }),
      renamed('index app.t_a', 'index app.t_pk', { constraint: [null, 'primary key'] }),
    ],
  },
  {
    it: 'are dropped',
    given: 'create table app.t (a int primary key, b int constraint positive check (b > 0))',
    when: 'alter table app.t drop constraint positive, drop constraint t_pkey',
    shows: [
      changed(T, {
        'constraints.positive': [{ type: 'check', expression: '(b > 0)' }, null],
        'constraints.t_pkey': [{ type: 'primary key', columns: ['a'] }, null],
      }),
      removed('index app.t_pkey'),
    ],
  },
  {
    it: 'are dropped with the foreign keys that use them',
    given: [
      'create table app.t (a int primary key)',
      'create table other.u (t int constraint follows references app.t)',
    ],
    when: 'alter table app.t drop constraint t_pkey cascade',
    shows: [
      changed(T, { 'constraints.t_pkey': [{ type: 'primary key', columns: ['a'] }, null] }),
      removed('index app.t_pkey'),
      changed('table other.u', {
        'constraints.follows': [
          { type: 'foreign key', columns: ['t'], references: { table: 'app.t', columns: ['a'] } },
          null,
        ],
      }),
    ],
  },
  {
    it: 'are renamed',
    given: 'create table app.t (a int constraint one check (a > 0))',
    when: 'alter table app.t rename constraint one to two',
    shows: [changed(T, { 'constraints.one': [CHECK, null], 'constraints.two': [null, CHECK] })],
  },
  {
    it: 'are renamed with their index, by either name',
    given: 'create table app.t (a int primary key, b int unique)',
    when: `alter table app.t rename constraint t_pkey to t_pk;
           alter index app.t_b_key rename to t_b`,
    shows: [
      changed(T, {
        'constraints.t_pkey': [{ type: 'primary key', columns: ['a'] }, null],
        'constraints.t_pk': [null, { type: 'primary key', columns: ['a'] }],
        'constraints.t_b_key': [{ type: 'unique', columns: ['b'] }, null],
        'constraints.t_b': [null, { type: 'unique', columns: ['b'] }],
      }),
      renamed('index app.t_pkey', 'index app.t_pk'),
      renamed('index app.t_b_key', 'index app.t_b'),
    ],
  },
  {
    it: 'are deferrable',
    given: 'create table app.t (a int)',
    when: `alter table app.t add constraint u unique (a) deferrable initially deferred`,
    shows: [
      changed(T, {
        'constraints.u': [
          null,
          { type: 'unique', columns: ['a'], deferrable: true, initially_deferred: true },
        ],
      }),
      added('index app.u'),
    ],
  },
  {
    it: 'are not valid until they are validated',
    given: 'create table app.t (a int); alter table app.t add constraint c check (a > 0) not valid',
    when: 'alter table app.t validate constraint c',
    shows: [changed(T, { 'constraints.c.not_valid': [true, null] })],
  },
  {
    it: 'get a comment',
    given: 'create table app.t (a int constraint c check (a > 0))',
    when: `comment on constraint c on app.t is 'why'`,
    shows: [changed(T, { 'constraints.c.comment': [null, 'why'] })],
  },
  {
    it: 'keep NOT NULL what the column says, whatever the server calls it',
    given: 'create table app.t (a int not null)',
    when: 'alter table app.t rename a to b',
    shows: [changed(T, { 'columns.b.name': ['a', 'b'] })],
  },
  {
    it: 'name a NOT NULL that has a name of its own',
    since: 18,
    given: 'create table app.t (a int)',
    when: 'alter table app.t add constraint filled not null a',
    shows: [
      changed(T, {
        'columns.a.not_null': [null, true],
        'constraints.filled': [null, { type: 'not null', columns: ['a'] }],
      }),
    ],
  },
  {
    it: 'name a NOT NULL that its heirs do not get, until they do',
    since: 18,
    given: 'create table app.t (a int constraint filled not null no inherit)',
    when: 'alter table app.t alter constraint filled inherit',
    shows: [changed(T, { 'constraints.filled.no_inherit': [true, null] })],
  },
  {
    it: 'may be not enforced',
    since: 18,
    given: 'create table app.t (a int constraint c check (a > 0))',
    when: 'alter table app.t drop constraint c, add constraint c check (a > 0) not enforced',
    shows: [
      changed(T, {
        'constraints.c.not_enforced': [null, true],
        'constraints.c.not_valid': [null, true],
      }),
    ],
  },
  {
    it: 'may be without overlaps',
    since: 18,
    when: `create table app.t (r int4range, p daterange, constraint pk primary key (r, p without overlaps))`,
    shows: [added(T), added('index app.pk')],
    defines: {
      [T]: {
        columns: {
          r: { type: 'int4range', not_null: true },
          p: { type: 'daterange', not_null: true },
        },
        column_order: ['r', 'p'],
        constraints: { pk: { type: 'primary key', columns: ['r', 'p'], period: true } },
      },
    },
  },
]);
