import { testKind } from './cases.js';
import { added, changed, removed, renamed, untracked } from './rows.js';

const P = 'publication pub';
const TABLES = `create table app.t (id int primary key, a int, b text);
                create table app.u (id int primary key)`;
const GIVEN = [TABLES, 'create publication pub for table app.t'];

testKind('publication', [
  {
    it: 'is described with its tables, their columns and row filters',
    given: TABLES,
    when: `create publication pub for table app.t (b, id) where (id > 3 and b <> 'x'), app.u`,
    shows: [added(P)],
    defines: {
      [P]: {
        tables: {
          'app.t': { columns: ['id', 'b'], where: "((id > 3) AND (b <> 'x'::text))" },
          'app.u': {},
        },
      },
    },
  },
  {
    it: 'may be empty, with options',
    when: `create publication "Pub 2" with (publish = 'insert, truncate', publish_via_partition_root)`,
    shows: [added('publication "Pub 2"')],
    defines: {
      'publication "Pub 2"': { publish: ['insert', 'truncate'], via_partition_root: true },
    },
  },
  {
    it: 'publishes all tables, and is no other with one more',
    when: `create publication pub for all tables; create table app.v (id int)`,
    shows: [added(P), added('table app.v')],
    defines: { [P]: { all_tables: true } },
  },
  {
    it: 'publishes the tables of schemas',
    when: 'create publication pub for tables in schema other, app',
    shows: [added(P)],
    defines: { [P]: { schemas: ['app', 'other'] } },
  },
  {
    it: 'publishes generated columns',
    since: 18,
    given: 'create publication pub',
    when: 'alter publication pub set (publish_generated_columns = stored)',
    shows: [changed(P, { generated_columns: [null, 'stored'] })],
  },
  {
    it: 'changes its options',
    given: GIVEN,
    when: `alter publication pub set (publish = '', publish_via_partition_root = true)`,
    shows: [changed(P, { publish: [null, []], via_partition_root: [null, true] })],
  },
  {
    it: 'gets tables',
    given: GIVEN,
    when: 'alter publication pub add table app.u where (id < 10)',
    shows: [changed(P, { 'tables."app.u"': [null, { where: '(id < 10)' }] })],
  },
  {
    it: 'gets the first and loses the last table',
    given: [TABLES, 'create publication pub; create publication pub2 for table app.u'],
    when: 'alter publication pub add table app.t; alter publication pub2 drop table app.u',
    shows: [
      changed(P, { 'tables."app.t"': [null, {}] }),
      changed('publication pub2', { 'tables."app.u"': [{}, null] }),
    ],
  },
  {
    it: 'changes the columns and the filter of a table',
    given: GIVEN,
    when: 'alter publication pub set table app.t (id, a) where (a > 0)',
    shows: [
      changed(P, {
        'tables."app.t".columns': [null, ['id', 'a']],
        'tables."app.t".where': [null, '(a > 0)'],
      }),
    ],
  },
  {
    it: 'does not change when its tables are set again',
    given: GIVEN,
    when: 'alter publication pub set table app.t',
    shows: [],
  },
  {
    it: 'gets and loses schemas',
    given: 'create publication pub for tables in schema app',
    when: `alter publication pub add tables in schema other;
           alter publication pub drop tables in schema app`,
    shows: [changed(P, { schemas: [['app'], ['other']] })],
  },
  {
    it: 'is renamed and changed in one transaction',
    given: GIVEN,
    when: `alter publication pub rename to news; alter publication news drop table app.t;
           alter publication news add table app.u`,
    shows: [
      renamed(P, 'publication news', {
        'tables."app.t"': [{}, null],
        'tables."app.u"': [null, {}],
      }),
    ],
  },
  {
    it: 'gets an owner and a comment',
    given: [
      'create publication pub',
      `do $$ begin execute format('grant create on database %I to ROLE1', current_database()); end $$`,
    ],
    when: `alter publication pub owner to ROLE1;
           comment on publication pub is 'for the warehouse'`,
    shows: [changed(P, { owner: ['SUPERUSER', 'ROLE1'], comment: [null, 'for the warehouse'] })],
  },
  {
    it: 'follows the rename of tables, columns and schemas without a row of its own',
    given: [
      TABLES,
      `create publication pub for table app.t (id, a) where (a > 0), app.u;
       create publication all_of_other for tables in schema other`,
    ],
    when: `alter table app.t rename to tt; alter table app.tt rename a to aa;
           alter table app.u set schema other; alter schema other rename to elsewhere`,
    shows: [
      renamed('table app.t', 'table app.tt', { 'columns.aa.name': ['a', 'aa'] }),
      renamed('table app.u', 'table elsewhere.u'),
      renamed('schema other', 'schema elsewhere'),
    ],
    defines: {
      [P]: {
        tables: {
          'app.tt': { columns: ['id', 'aa'], where: '(aa > 0)' },
          'elsewhere.u': {},
        },
      },
      'publication all_of_other': { schemas: ['elsewhere'] },
    },
  },
  {
    it: 'is changed beside the rename of one of its tables',
    given: GIVEN,
    when: 'alter table app.t rename to tt; alter publication pub add table app.u',
    shows: [
      renamed('table app.t', 'table app.tt'),
      changed(P, {
        'tables."app.t"': [{}, null],
        'tables."app.tt"': [null, {}],
        'tables."app.u"': [null, {}],
      }),
    ],
  },
  {
    it: 'loses a table beside the rename of another',
    given: [TABLES, 'create publication pub for table app.t, app.u'],
    when: 'alter table app.t rename to tt; alter publication pub drop table app.u',
    shows: [
      renamed('table app.t', 'table app.tt'),
      changed(P, {
        'tables."app.t"': [{}, null],
        'tables."app.tt"': [null, {}],
        'tables."app.u"': [{}, null],
      }),
    ],
  },
  {
    it: 'loses a table that is dropped',
    given: [TABLES, 'create publication pub for table app.t, app.u'],
    when: 'drop table app.u',
    shows: [
      removed('table app.u'),
      removed('index app.u_pkey'),
      changed(P, { 'tables."app.u"': [{}, null] }),
    ],
  },
  {
    it: 'loses a table whose listed column is dropped',
    given: [TABLES, 'create publication pub for table app.t (id, a)'],
    when: 'alter table app.t drop a cascade',
    shows: [
      changed('table app.t', { 'columns.a': [{ type: 'integer' }, null] }),
      changed(P, { 'tables."app.t"': [{ columns: ['id', 'a'] }, null] }),
    ],
  },
  {
    it: 'loses a schema that is dropped, and the tables in it',
    given: [
      'create table other.t (id int)',
      `create publication pub for tables in schema app, other;
       create publication pub2 for table other.t`,
    ],
    when: 'drop schema other cascade',
    shows: [
      removed('schema other'),
      removed('table other.t'),
      changed(P, { schemas: [['app', 'other'], ['app']] }),
      changed('publication pub2', { 'tables."other.t"': [{}, null] }),
    ],
  },
  {
    it: 'names tables of ignored schemas too',
    given: [
      `select pggit.configure_tracking(ignore_schemas => array['query'])`,
      'create schema query; create table query.src (id int)',
      'create publication pub for table query.src',
    ],
    when: 'alter table query.src rename to source',
    shows: [changed(P, { 'tables."query.src"': [{}, null], 'tables."query.source"': [null, {}] })],
  },
  {
    it: 'is left alone when its comment says so',
    given: GIVEN,
    when: `comment on publication pub is '@pggit:ignore'; alter publication pub add table app.u`,
    shows: [untracked(P)],
  },
  {
    it: 'is removed',
    given: GIVEN,
    when: 'drop publication pub',
    shows: [removed(P)],
  },
]);
