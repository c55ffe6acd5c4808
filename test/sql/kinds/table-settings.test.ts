import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const T = 'table app.t';
const GIVEN =
  'create table app.t (id int not null, note text); create unique index t_id on app.t (id)';

const METHOD = 'create access method heap2 type table handler heap_tableam_handler';

testKind('settings of a table', [
  {
    it: 'row security is switched on and forced',
    given: GIVEN,
    when: 'alter table app.t enable row level security, force row level security',
    shows: [changed(T, { row_security: [null, true], row_security_forced: [null, true] })],
  },
  {
    it: 'row security is switched off and not forced any more',
    given: `${GIVEN}; alter table app.t enable row level security, force row level security`,
    when: 'alter table app.t disable row level security, no force row level security',
    shows: [changed(T, { row_security: [true, null], row_security_forced: [true, null] })],
  },
  {
    it: 'replica identity is full',
    given: GIVEN,
    when: 'alter table app.t replica identity full',
    shows: [changed(T, { replica_identity: [null, 'full'] })],
  },
  {
    it: 'replica identity is the usual one again',
    given: `${GIVEN}; alter table app.t replica identity using index t_id`,
    when: 'alter table app.t replica identity default',
    shows: [
      changed(T, { replica_identity: ['index', null], replica_identity_index: ['t_id', null] }),
    ],
  },
  {
    it: 'replica identity is lost with its index',
    given: `${GIVEN}; alter table app.t replica identity using index t_id`,
    when: 'drop index app.t_id',
    shows: [removed('index app.t_id'), changed(T, { replica_identity_index: ['t_id', null] })],
  },
  {
    it: 'replica identity is nothing',
    given: GIVEN,
    when: 'alter table app.t replica identity nothing',
    shows: [changed(T, { replica_identity: [null, 'nothing'] })],
  },
  {
    it: 'replica identity is an index, by name',
    given: GIVEN,
    when: 'alter table app.t replica identity using index t_id',
    shows: [
      changed(T, { replica_identity: [null, 'index'], replica_identity_index: [null, 't_id'] }),
    ],
  },
  {
    it: 'replica identity follows the rename of its index',
    given: `${GIVEN}; alter table app.t replica identity using index t_id, cluster on t_id`,
    when: 'alter index app.t_id rename to t_key',
    shows: [renamed('index app.t_id', 'index app.t_key')],
    defines: {
      [T]: {
        columns: { id: { type: 'integer', not_null: true }, note: { type: 'text' } },
        column_order: ['id', 'note'],
        replica_identity: 'index',
        replica_identity_index: 't_key',
        cluster_on: 't_key',
      },
    },
  },
  {
    it: 'cluster on an index',
    given: GIVEN,
    when: 'alter table app.t cluster on t_id',
    shows: [changed(T, { cluster_on: [null, 't_id'] })],
  },
  {
    it: 'cluster on none any more',
    given: `${GIVEN}; alter table app.t cluster on t_id`,
    when: 'alter table app.t set without cluster',
    shows: [changed(T, { cluster_on: ['t_id', null] })],
  },
  {
    it: 'do not cluster on an index that is dropped',
    given: `${GIVEN}; alter table app.t cluster on t_id`,
    when: 'drop index app.t_id',
    shows: [removed('index app.t_id'), changed(T, { cluster_on: ['t_id', null] })],
  },
  {
    it: 'storage options are set',
    given: GIVEN,
    when: 'alter table app.t set (fillfactor = 70, autovacuum_enabled = false, toast.autovacuum_enabled = off)',
    shows: [
      changed(T, {
        'options.fillfactor': [null, '70'],
        'options.autovacuum_enabled': [null, 'false'],
        'toast_options.autovacuum_enabled': [null, 'off'],
      }),
    ],
  },
  {
    it: 'storage options are reset',
    given: `${GIVEN}; alter table app.t set (fillfactor = 70, autovacuum_enabled = false)`,
    when: 'alter table app.t reset (autovacuum_enabled)',
    shows: [changed(T, { 'options.autovacuum_enabled': ['false', null] })],
  },
  {
    it: 'a table is created of a type',
    given: 'create type app.pair as (a int, b text)',
    when: 'create table app.t of app.pair (a not null)',
    shows: [added(T)],
    defines: {
      [T]: {
        columns: { a: { type: 'integer', not_null: true }, b: { type: 'text' } },
        column_order: ['a', 'b'],
        of_type: 'app.pair',
      },
    },
  },
  {
    it: 'a table becomes and ceases to be of a type',
    given: 'create type app.pair as (id int, note text); create table app.t (id int, note text)',
    when: 'alter table app.t of app.pair',
    shows: [changed(T, { of_type: [null, 'app.pair'] })],
  },
  {
    it: 'an unlogged table has unlogged sequences and becomes logged with them',
    given: 'create unlogged table app.t (id int generated always as identity)',
    when: 'alter table app.t set logged',
    shows: [
      changed(T, { persistence: ['unlogged', null] }),
      changed('sequence app.t_id_seq', { persistence: ['unlogged', null] }),
    ],
  },
  {
    it: 'ten ALTERs are one change',
    given: 'create table app.t (id int)',
    when: Array.from({ length: 10 }, (_, n) => `alter table app.t add c${n} int`).join(';'),
    shows: [
      changed(
        T,
        Object.fromEntries(
          Array.from({ length: 10 }, (_, n) => [`columns.c${n}`, [null, { type: 'integer' }]]),
        ),
      ),
    ],
  },
  {
    it: 'have another access method',
    given: [GIVEN, METHOD],
    when: 'alter table app.t set access method heap2',
    shows: [changed(T, { access_method: [null, 'heap2'] })],
  },
  {
    it: 'have an access method for partitions, or none',
    since: 17,
    given: 'create table app.t (id int) partition by list (id)',
    when: 'alter table app.t set access method heap',
    shows: [changed(T, { access_method: [null, 'heap'] })],
  },
]);
