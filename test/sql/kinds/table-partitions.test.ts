import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const PARENT = 'create table app.p (a int not null, b text) partition by range (a)';
const CHILD = 'create table app.p1 partition of app.p for values from (0) to (10)';
const BOUNDS = { table: 'app.p', bounds: 'FOR VALUES FROM (0) TO (10)' };
const P1 = 'table app.p1';

testKind('partitions and heirs', [
  {
    it: 'are described with key and bounds',
    when: `${PARENT}; ${CHILD}; create table app.rest partition of app.p default`,
    shows: [added('table app.p'), added(P1), added('table app.rest')],
    defines: {
      'table app.p': {
        columns: { a: { type: 'integer', not_null: true }, b: { type: 'text' } },
        column_order: ['a', 'b'],
        partition_by: 'RANGE (a)',
      },
      [P1]: {
        columns: {
          a: { type: 'integer', not_null: true, inherited: true },
          b: { type: 'text', inherited: true },
        },
        column_order: ['a', 'b'],
        partition_of: BOUNDS,
      },
    },
  },
  {
    it: 'are attached',
    given: [PARENT, 'create table app.p1 (a int not null, b text)'],
    when: 'alter table app.p attach partition app.p1 for values from (0) to (10)',
    shows: [
      changed(P1, {
        partition_of: [null, BOUNDS],
        'columns.a.inherited': [null, true],
        'columns.b.inherited': [null, true],
      }),
    ],
  },
  {
    it: 'are detached',
    given: [PARENT, CHILD],
    when: 'alter table app.p detach partition app.p1',
    shows: [
      changed(P1, {
        partition_of: [BOUNDS, null],
        'columns.a.inherited': [true, null],
        'columns.b.inherited': [true, null],
      }),
    ],
  },
  {
    it: 'are detached concurrently',
    given: [PARENT, CHILD],
    when: 'alter table app.p detach partition app.p1 concurrently',
    shows: [
      changed(P1, {
        partition_of: [BOUNDS, null],
        'columns.a.inherited': [true, null],
        'columns.b.inherited': [true, null],
        'constraints.p1_a_check': [
          null,
          { type: 'check', expression: '((a IS NOT NULL) AND (a >= 0) AND (a < 10))' },
        ],
      }),
    ],
  },
  {
    it: 'are attached with the indexes, keys and triggers that the parent has',
    given: [
      `create table app.k (id int primary key); ${PARENT};
       create function app.f() returns trigger language plpgsql as 'begin return new; end'`,
      `alter table app.p add primary key (a), add constraint f foreign key (a) references app.k;
       create index p_b on app.p (b);
       create trigger tg after insert on app.p for each row execute function app.f();
       create table app.p1 (a int not null, b text)`,
    ],
    when: 'alter table app.p attach partition app.p1 for values from (0) to (10)',
    shows: [
      changed(P1, {
        partition_of: [null, BOUNDS],
        'columns.a.inherited': [null, true],
        'columns.b.inherited': [null, true],
        'constraints.p1_pkey': [null, { type: 'primary key', columns: ['a'], inherited: true }],
      }),
      added('index app.p1_pkey'),
      added('index app.p1_b_idx'),
    ],
  },
  {
    it: 'keep the keys of the parent as their own when detached',
    given: [
      `create table app.k (id int primary key); ${PARENT};
       create function app.f() returns trigger language plpgsql as 'begin return new; end'`,
      `alter table app.p add primary key (a), add constraint f foreign key (a) references app.k;
       create trigger tg after insert on app.p for each row execute function app.f()`,
      CHILD,
    ],
    when: 'alter table app.p detach partition app.p1',
    shows: [
      changed(P1, {
        partition_of: [BOUNDS, null],
        'columns.a.inherited': [true, null],
        'columns.b.inherited': [true, null],
        'constraints.p1_pkey.inherited': [true, null],
        'constraints.f': [
          null,
          { type: 'foreign key', columns: ['a'], references: { table: 'app.k', columns: ['id'] } },
        ],
      }),
      changed('index app.p1_pkey', { index_of: ['app.p_pkey', null] }),
    ],
  },
  {
    it: 'take over what is done to the parent',
    given: [
      PARENT,
      CHILD,
      'create table app.p2 partition of app.p1 for values from (0) to (5)',
    ].slice(0, 2),
    when: 'alter table app.p add c int; alter table app.p rename b to bb',
    shows: [
      changed('table app.p', {
        'columns.c': [null, { type: 'integer' }],
        'columns.bb.name': ['b', 'bb'],
      }),
      changed(P1, {
        'columns.c': [null, { type: 'integer', inherited: true }],
        'columns.bb.name': ['b', 'bb'],
      }),
    ],
  },
  {
    it: 'get an index of the parent',
    given: [PARENT, CHILD],
    when: 'create index p_a on app.p (a)',
    shows: [added('index app.p_a'), added('index app.p1_a_idx')],
    defines: {
      'index app.p1_a_idx': {
        table: 'app.p1',
        method: 'btree',
        keys: [{ column: 'a' }],
        index_of: 'app.p_a',
      },
    },
  },
  {
    it: 'attach an index of theirs',
    given: [PARENT, CHILD, 'create index p_a on only app.p (a)', 'create index p1_a on app.p1 (a)'],
    when: 'alter index app.p_a attach partition app.p1_a',
    shows: [
      changed('index app.p1_a', { index_of: [null, 'app.p_a'] }),
      changed('index app.p_a', { invalid: [true, null] }),
    ],
  },
  {
    it: 'lose the copy of an index with the index',
    given: [PARENT, CHILD, 'create index p_a on app.p (a)'],
    when: 'drop index app.p_a',
    shows: [removed('index app.p_a'), removed('index app.p1_a_idx')],
  },
  {
    it: 'name their parent by its new name',
    given: [PARENT, CHILD],
    when: 'alter table app.p rename to events',
    shows: [renamed('table app.p', 'table app.events')],
    defines: {
      [P1]: {
        columns: {
          a: { type: 'integer', not_null: true, inherited: true },
          b: { type: 'text', inherited: true },
        },
        column_order: ['a', 'b'],
        partition_of: { ...BOUNDS, table: 'app.events' },
      },
    },
  },
  {
    it: 'are removed with the parent',
    given: [PARENT, CHILD],
    when: 'drop table app.p',
    shows: [removed('table app.p'), removed(P1)],
  },
  {
    it: 'may be partitioned by expressions and hashes',
    when: `create table app.h (a int, b text) partition by hash (lower(b), a);
           create table app.h0 partition of app.h for values with (modulus 2, remainder 0)`,
    shows: [added('table app.h'), added('table app.h0')],
    defines: {
      'table app.h': {
        columns: { a: { type: 'integer' }, b: { type: 'text' } },
        column_order: ['a', 'b'],
        partition_by: 'HASH (lower(b), a)',
      },
    },
  },
  {
    it: 'inherit columns and constraints',
    given:
      'create table app.a (x int, constraint positive check (x > 0)); create table app.b (y int)',
    when: 'create table app.t (z int) inherits (app.b, app.a)',
    shows: [added('table app.t')],
    defines: {
      'table app.t': {
        columns: {
          y: { type: 'integer', inherited: true },
          x: { type: 'integer', inherited: true },
          z: { type: 'integer' },
        },
        column_order: ['y', 'x', 'z'],
        constraints: { positive: { type: 'check', expression: '(x > 0)', inherited: true } },
        inherits: ['app.b', 'app.a'],
      },
    },
  },
  {
    it: 'begin and cease to inherit',
    given:
      'create table app.a (x int); create table app.b (x int); create table app.t (x int) inherits (app.a)',
    when: 'alter table app.t no inherit app.a; alter table app.t inherit app.b',
    shows: [changed('table app.t', { inherits: [['app.a'], ['app.b']] })],
  },
  {
    it: 'inherit what the parent gets later',
    given: 'create table app.a (x int); create table app.t () inherits (app.a)',
    when: 'alter table app.a add constraint positive check (x > 0)',
    shows: [
      changed('table app.a', {
        'constraints.positive': [null, { type: 'check', expression: '(x > 0)' }],
      }),
      changed('table app.t', {
        'constraints.positive': [null, { type: 'check', expression: '(x > 0)', inherited: true }],
      }),
    ],
  },
]);
