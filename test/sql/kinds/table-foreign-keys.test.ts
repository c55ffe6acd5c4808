import { testKind } from './cases.js';
import { added, changed, renamed } from './rows.js';

const U = 'table other.u';
const KEYS = 'create table app.t (a int, b int, primary key (a, b))';
const REFERENCES = { table: 'app.t', columns: ['a', 'b'] };

testKind('foreign keys', [
  {
    it: 'are described field by field',
    given: KEYS,
    when: `create table other.u (x int, y int,
             constraint f foreign key (x, y) references app.t match full
               on update cascade on delete set null deferrable initially deferred)`,
    shows: [added(U)],
    defines: {
      [U]: {
        columns: { x: { type: 'integer' }, y: { type: 'integer' } },
        column_order: ['x', 'y'],
        constraints: {
          f: {
            type: 'foreign key',
            columns: ['x', 'y'],
            references: REFERENCES,
            match: 'full',
            on_update: 'cascade',
            on_delete: 'set null',
            deferrable: true,
            initially_deferred: true,
          },
        },
      },
    },
  },
  {
    it: 'may set some columns only',
    given: [KEYS, 'create table other.u (x int, y int)'],
    when: `alter table other.u add constraint f foreign key (x, y) references app.t
             on delete set default (y) on update restrict`,
    shows: [
      changed(U, {
        'constraints.f': [
          null,
          {
            type: 'foreign key',
            columns: ['x', 'y'],
            references: REFERENCES,
            on_update: 'restrict',
            on_delete: 'set default',
            on_delete_columns: ['y'],
          },
        ],
      }),
    ],
  },
  {
    it: 'change whether they are deferrable',
    given: [
      KEYS,
      'create table other.u (x int, y int, constraint f foreign key (x, y) references app.t)',
    ],
    when: 'alter table other.u alter constraint f deferrable initially deferred',
    shows: [
      changed(U, {
        'constraints.f.deferrable': [null, true],
        'constraints.f.initially_deferred': [null, true],
      }),
    ],
  },
  {
    it: 'change whether they are enforced',
    since: 18,
    given: [
      KEYS,
      'create table other.u (x int, y int, constraint f foreign key (x, y) references app.t)',
    ],
    when: 'alter table other.u alter constraint f not enforced',
    shows: [
      changed(U, {
        'constraints.f.not_enforced': [null, true],
        'constraints.f.not_valid': [null, true],
      }),
    ],
  },
  {
    it: 'are validated',
    given: [
      KEYS,
      `create table other.u (x int, y int);
       alter table other.u add constraint f foreign key (x, y) references app.t not valid`,
    ],
    when: 'alter table other.u validate constraint f',
    shows: [changed(U, { 'constraints.f.not_valid': [true, null] })],
  },
  {
    it: 'follow the rename of a column in another table',
    given: [
      KEYS,
      'create table other.u (x int, y int, constraint f foreign key (x, y) references app.t)',
    ],
    when: 'alter table app.t rename a to aa',
    shows: [
      changed('table app.t', {
        'columns.aa.name': ['a', 'aa'],
        'constraints.t_pkey.columns': [
          ['a', 'b'],
          ['aa', 'b'],
        ],
      }),
    ],
    defines: {
      [U]: {
        columns: { x: { type: 'integer' }, y: { type: 'integer' } },
        column_order: ['x', 'y'],
        constraints: {
          f: {
            type: 'foreign key',
            columns: ['x', 'y'],
            references: { table: 'app.t', columns: ['aa', 'b'] },
          },
        },
      },
    },
  },
  {
    it: 'are one constraint on a partitioned table, whatever its partitions carry',
    given: 'create table app.t (a int primary key)',
    when: `create table app.p (a int constraint f references app.t) partition by list (a);
           create table app.p1 partition of app.p for values in (1);
           create table app.p2 partition of app.p for values in (2)`,
    shows: [added('table app.p'), added('table app.p1'), added('table app.p2')],
    defines: {
      'table app.p1': {
        columns: { a: { type: 'integer', inherited: true } },
        column_order: ['a'],
        partition_of: { table: 'app.p', bounds: 'FOR VALUES IN (1)' },
      },
    },
  },
  {
    it: 'to a partitioned table are one constraint too',
    given: `create table app.p (a int primary key) partition by list (a);
            create table app.p1 partition of app.p for values in (1)`,
    when: `create table other.u (a int constraint f references app.p);
           create table app.p2 partition of app.p for values in (2)`,
    shows: [added(U), added('table app.p2'), added('index app.p2_pkey')],
    defines: {
      [U]: {
        columns: { a: { type: 'integer' } },
        column_order: ['a'],
        constraints: {
          f: {
            type: 'foreign key',
            columns: ['a'],
            references: { table: 'app.p', columns: ['a'] },
          },
        },
      },
    },
  },
  {
    it: 'refer to their own table by its new name',
    given: 'create table app.t (a int primary key, b int constraint f references app.t)',
    when: 'alter table app.t rename to tree',
    shows: [
      renamed('table app.t', 'table app.tree', {
        'constraints.f.references.table': ['app.t', 'app.tree'],
      }),
    ],
  },
]);
