import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { testKind } from './cases.js';
import { definitionOf, expectationsOf, SOUND, shown } from './observer.js';
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
    it: 'take over what is done to the parent, at every level',
    given: [
      `${PARENT}; create table app.p1 partition of app.p for values from (0) to (10) partition by list (b);
       create table app.p11 partition of app.p1 default`,
    ],
    when: `alter table app.p add c int, add constraint positive check (a >= 0);
           alter table app.p rename c to cc; alter table app.p alter cc set not null`,
    shows: ['table app.p', P1, 'table app.p11'].map((table, level) => {
      const inherited = level > 0 ? { inherited: true } : {};
      return changed(table, {
        'columns.cc': [null, { type: 'integer', not_null: true, ...inherited }],
        'constraints.positive': [null, { type: 'check', expression: '(a >= 0)', ...inherited }],
      });
    }),
  },
  {
    it: 'lose a column with the parent, at every level',
    given: [
      `${PARENT}; create table app.p1 partition of app.p default partition by range (a);
       create table app.p11 partition of app.p1 default`,
    ],
    when: 'alter table app.p drop b',
    shows: [
      changed('table app.p', { 'columns.b': [{ type: 'text' }, null] }),
      changed(P1, { 'columns.b': [{ type: 'text', inherited: true }, null] }),
      changed('table app.p11', { 'columns.b': [{ type: 'text', inherited: true }, null] }),
    ],
  },
  {
    it: 'have defaults, constraints and settings of their own',
    given: [PARENT, CHILD],
    when: `alter table app.p1 alter b set default 'one', alter b set not null, add constraint small check (a < 5),
             set (fillfactor = 50), replica identity full, enable row level security`,
    shows: [
      changed(P1, {
        'columns.b.default': [null, "'one'::text"],
        'columns.b.not_null': [null, true],
        'constraints.small': [null, { type: 'check', expression: '(a < 5)' }],
        'options.fillfactor': [null, '50'],
        replica_identity: [null, 'full'],
        row_security: [null, true],
      }),
    ],
  },
  {
    it: 'are left alone by what is done to the parent only',
    given: [PARENT, CHILD],
    when: `alter table only app.p alter b set default 'p', alter b set statistics 5`,
    shows: [
      changed('table app.p', {
        'columns.b.default': [null, "'p'::text"],
        'columns.b.statistics_target': [null, 5],
      }),
    ],
  },
  {
    it: 'are renamed and move without their parent',
    given: [PARENT, CHILD, 'create index p_b on app.p (b)'],
    when: 'alter table app.p1 rename to first; alter table app.first set schema other',
    shows: [renamed(P1, 'table other.first')],
    defines: {
      'index other.p1_b_idx': {
        table: 'other.first',
        method: 'btree',
        keys: [{ column: 'b' }],
        index_of: 'app.p_b',
      },
    },
  },
  {
    it: 'are removed without their parent',
    given: [PARENT, CHILD],
    when: 'drop table app.p1',
    shows: [removed(P1)],
  },
  {
    it: 'have an index that the parent takes for its own',
    given: [PARENT, CHILD, 'create index mine on app.p1 (b)'],
    when: 'create index p_b on app.p (b)',
    shows: [added('index app.p_b'), changed('index app.mine', { index_of: [null, 'app.p_b'] })],
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
    it: 'have columns of their own when they cease to inherit',
    given:
      'create table app.a (x int, constraint positive check (x > 0)); create table app.t () inherits (app.a)',
    when: 'alter table app.t no inherit app.a',
    shows: [
      changed('table app.t', {
        inherits: [['app.a'], null],
        'columns.x.inherited': [true, null],
        'constraints.positive.inherited': [true, null],
      }),
    ],
  },
  {
    it: 'follow their parents over generations',
    given: `create table app.a (x int); create table app.b () inherits (app.a); create table app.c (x int) inherits (app.b)`,
    when: 'alter table app.a rename x to y; alter table app.a alter y type bigint; alter table app.a alter y set default 1',
    shows: ['a', 'b', 'c'].map((name) =>
      changed(`table app.${name}`, {
        'columns.y.name': ['x', 'y'],
        'columns.y.type': ['integer', 'bigint'],
        'columns.y.default': [null, '1'],
      }),
    ),
  },
  {
    it: 'keep a column of their own that the parent loses',
    given: 'create table app.a (x int, y int); create table app.t (x int) inherits (app.a)',
    when: 'alter table app.a drop x, drop y',
    shows: [
      changed('table app.a', {
        'columns.x': [{ type: 'integer' }, null],
        'columns.y': [{ type: 'integer' }, null],
      }),
      changed('table app.t', { 'columns.y': [{ type: 'integer', inherited: true }, null] }),
    ],
  },
  {
    it: 'keep the columns that only the parent loses',
    given: 'create table app.a (x int, y int); create table app.t () inherits (app.a)',
    when: 'alter table only app.a drop x',
    shows: [
      changed('table app.a', { 'columns.x': [{ type: 'integer' }, null] }),
      changed('table app.t', { 'columns.x.inherited': [true, null] }),
    ],
  },
  {
    it: 'are removed with their parent by CASCADE alone',
    given: 'create table app.a (x int); create table app.t () inherits (app.a)',
    when: 'drop table app.a cascade',
    shows: [removed('table app.a'), removed('table app.t')],
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

describe('DETACH PARTITION CONCURRENTLY that is cancelled half-way', () => {
  const db = useDatabase();
  const detaching = { table: 'app.p', bounds: BOUNDS.bounds, detaching: true };

  it('is drift, because no event tells of it', async () => {
    await db.client.query(`create schema app; ${PARENT}; ${CHILD}`);
    const reader = await db.connect();
    await reader.query('begin; select from app.p');
    const session = await db.connect();
    await session.query(`set statement_timeout = '200ms'`);
    await expect(
      session.query('alter table app.p detach partition app.p1 concurrently'),
    ).rejects.toMatchObject({ code: '57014' });
    await reader.query('commit');

    const { rows } = await db.client.query('select state, change, identity from pggit.status()');
    expect(rows).toEqual([{ state: 'drift', change: 'changed', identity: 'app.p1' }]);
    expect(await definitionOf(db.client, P1, 'live')).toMatchObject({ partition_of: detaching });
  });

  it('is recorded as detached when it is finalized', async () => {
    await db.client.query('alter table app.p detach partition app.p1 finalize');
    const other = await db.connect();
    expect(await shown(other)).toMatchObject([
      { change: 'changed', object: P1, attributes: { partition_of: [BOUNDS, null] } },
    ]);
    expect(await expectationsOf(other)).toEqual(SOUND);
  });
});
