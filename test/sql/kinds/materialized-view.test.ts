import { expect } from 'vitest';
import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const M = 'materialized view app.m';
const T = 'create table app.t (id int, note text)';
const VIEW = [T, 'create materialized view app.m as select id, note from app.t'];
const INDEXED = [...VIEW, 'create unique index i on app.m (id)'];

testKind('materialized view', [
  {
    it: 'is described with query, columns and options',
    given: T,
    when: `create materialized view app.m (number, text) with (fillfactor = 70) as
             select id, note from app.t with no data`,
    shows: [added(M)],
    defines: {
      [M]: {
        columns: { number: { type: 'integer' }, text: { type: 'text' } },
        column_order: ['number', 'text'],
        options: { fillfactor: '70' },
        query: expect.stringContaining('app.t'),
      },
    },
  },
  {
    it: 'is the same filled or not',
    given: [T, 'create materialized view app.m as select id from app.t with no data'],
    when: 'refresh materialized view app.m',
    shows: [],
  },
  {
    it: 'is emptied without a change',
    given: INDEXED,
    when: 'refresh materialized view app.m with no data',
    shows: [],
  },
  {
    it: 'is refreshed concurrently without a change',
    given: INDEXED,
    when: 'refresh materialized view concurrently app.m',
    shows: [],
  },
  {
    it: 'is refreshed by pggit without a change',
    given: INDEXED,
    when: `select pggit.refresh_materialized_view('app.m'), pggit.refresh_materialized_view('app.m', false)`,
    shows: [],
  },
  {
    it: 'is refreshed concurrently beside real changes',
    given: INDEXED,
    when: 'alter table app.t add more int; refresh materialized view concurrently app.m',
    shows: [changed('table app.t', { 'columns.more': [null, { type: 'integer' }] })],
  },
  {
    it: 'is replaced by drop and create in one change',
    given: INDEXED,
    when: `drop materialized view app.m; create materialized view app.m as select id from app.t;
           create unique index i on app.m (id)`,
    shows: [
      changed(M, {
        'columns.note': [{ type: 'text' }, null],
        query: [expect.stringContaining('note'), expect.not.stringContaining('note')],
      }),
    ],
  },
  {
    it: 'is renamed in one row, with its indexes and what reads it',
    given: [...INDEXED, 'create view other.v as select id from app.m'],
    when: 'alter materialized view app.m rename to overview',
    shows: [renamed(M, 'materialized view app.overview')],
    defines: {
      'index app.i': expect.objectContaining({ table: 'app.overview' }),
      'view other.v': expect.objectContaining({ query: expect.stringContaining('app.overview') }),
    },
  },
  {
    it: 'moves to another schema with its indexes',
    given: INDEXED,
    when: 'alter materialized view app.m set schema other',
    shows: [renamed(M, 'materialized view other.m')],
  },
  {
    it: 'renames a column',
    given: INDEXED,
    when: 'alter materialized view app.m rename column note to remark',
    shows: [
      changed(M, {
        'columns.remark.name': ['note', 'remark'],
        query: [expect.anything(), expect.stringContaining('remark')],
      }),
    ],
  },
  {
    it: 'changes its options and those of its columns',
    given: INDEXED,
    when: `alter materialized view app.m set (fillfactor = 80), alter note set storage external,
             alter note set statistics 50, alter id set (n_distinct = 3), cluster on i`,
    shows: [
      changed(M, {
        'options.fillfactor': [null, '80'],
        'columns.note.storage': [null, 'external'],
        'columns.note.statistics_target': [null, 50],
        'columns.id.options.n_distinct': [null, '3'],
        cluster_on: [null, 'i'],
      }),
    ],
  },
  {
    it: 'goes back to what materialized views are by default',
    given: [
      ...INDEXED,
      `alter materialized view app.m set (fillfactor = 80), alter note set storage external,
         alter note set statistics 50, alter id set (n_distinct = 3), alter note set compression pglz, cluster on i`,
    ],
    when: `alter materialized view app.m reset (fillfactor), alter note set storage extended,
             alter note set statistics -1, alter id reset (n_distinct), alter note set compression default,
             set without cluster`,
    shows: [
      changed(M, {
        'options.fillfactor': ['80', null],
        'columns.note.storage': ['external', null],
        'columns.note.statistics_target': [50, null],
        'columns.id.options.n_distinct': ['3', null],
        'columns.note.compression': ['pglz', null],
        cluster_on: ['i', null],
      }),
    ],
  },
  {
    it: 'has an access method',
    given: [...VIEW, 'create access method heap2 type table handler heap_tableam_handler'],
    when: 'alter materialized view app.m set access method heap2',
    shows: [changed(M, { access_method: [null, 'heap2'] })],
  },
  {
    it: 'changes its owner',
    given: VIEW,
    when: 'alter materialized view app.m owner to ROLE1',
    shows: [changed(M, { owner: ['SUPERUSER', 'ROLE1'] })],
  },
  {
    it: 'gets comments',
    given: VIEW,
    when: `comment on materialized view app.m is 'notes'; comment on column app.m.id is 'number'`,
    shows: [changed(M, { comment: [null, 'notes'], 'columns.id.comment': [null, 'number'] })],
  },
  {
    it: 'is granted and revoked',
    given: [...VIEW, 'grant select on app.m to ROLE1, ROLE2'],
    when: 'revoke select on app.m from ROLE1; grant all on app.m to ROLE2 with grant option',
    shows: [
      changed(M, {
        'privileges.ROLE1': [['SELECT'], null],
        'privileges.ROLE2': [['SELECT'], expect.arrayContaining(['SELECT*', 'TRIGGER*'])],
      }),
    ],
  },
  {
    it: 'may depend on an extension',
    given: [...VIEW, 'create extension citext'],
    when: 'alter materialized view app.m depends on extension citext',
    shows: [changed(M, { depends_on_extensions: [null, ['citext']] })],
  },
  {
    it: 'is removed with its indexes',
    given: INDEXED,
    when: 'drop materialized view app.m',
    shows: [removed(M), removed('index app.i')],
  },
  {
    it: 'is removed with the table it reads',
    given: INDEXED,
    when: 'drop table app.t cascade',
    shows: [removed('table app.t'), removed(M), removed('index app.i')],
  },
]);
