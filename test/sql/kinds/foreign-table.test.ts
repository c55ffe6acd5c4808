import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { testKind } from './cases.js';
import { expectationsOf, SOUND, shown } from './observer.js';
import { added, changed, removed, renamed } from './rows.js';

const F = 'foreign table app.f';
const SERVER = 'create foreign data wrapper w; create server s foreign data wrapper w';
const PLAIN = 'create foreign table app.f (id int not null, note text) server s';
const GIVEN = [SERVER, PLAIN];
const COLUMNS = {
  columns: { id: { type: 'integer', not_null: true }, note: { type: 'text' } },
  column_order: ['id', 'note'],
};

testKind('foreign table', [
  {
    it: 'is described with server, options, columns and constraints',
    given: SERVER,
    when: `create foreign table app.f (
             id int options (column_name 'ID') not null,
             note text collate "C" default 'none',
             twice int generated always as (id * 2) stored,
             constraint positive check (id > 0)
           ) server s options (schema_name 'far', "table" 'away')`,
    shows: [added(F)],
    defines: {
      [F]: {
        server: 's',
        options: { schema_name: 'far', table: 'away' },
        columns: {
          id: { type: 'integer', not_null: true, foreign_options: { column_name: 'ID' } },
          note: { type: 'text', collation: '"C"', default: "'none'::text" },
          twice: { type: 'integer', generated: { expression: '(id * 2)', kind: 'stored' } },
        },
        column_order: ['id', 'note', 'twice'],
        constraints: { positive: { type: 'check', expression: '(id > 0)' } },
      },
    },
  },
  {
    it: 'changes its options and those of its columns',
    given: [
      SERVER,
      `create foreign table app.f (a int options (x '1', y '2'), b int) server s options (t 'one', u 'two')`,
    ],
    when: `alter foreign table app.f options (set t 'three', drop u, add v 'four'),
             alter a options (drop x, set y '3', add z '4'), alter b options (add x '1')`,
    shows: [
      changed(F, {
        'options.t': ['one', 'three'],
        'options.u': ['two', null],
        'options.v': [null, 'four'],
        'columns.a.foreign_options.x': ['1', null],
        'columns.a.foreign_options.y': ['2', '3'],
        'columns.a.foreign_options.z': [null, '4'],
        'columns.b.foreign_options.x': [null, '1'],
      }),
    ],
  },
  {
    it: 'changes every attribute of a column that it has',
    given: GIVEN,
    when: `alter foreign table app.f alter id drop not null, alter id type bigint, alter id set default 1,
             alter note set statistics 7, alter note set storage external, alter note set (n_distinct = 5),
             add extra date not null`,
    shows: [
      changed(F, {
        'columns.id.not_null': [true, null],
        'columns.id.type': ['integer', 'bigint'],
        'columns.id.default': [null, '1'],
        'columns.note.statistics_target': [null, 7],
        'columns.note.storage': [null, 'external'],
        'columns.note.options.n_distinct': [null, '5'],
        'columns.extra': [null, { type: 'date', not_null: true }],
      }),
    ],
  },
  {
    it: 'is altered by the statement for tables too',
    given: GIVEN,
    when: 'alter table app.f add x int, drop note',
    shows: [
      changed(F, {
        'columns.x': [null, { type: 'integer' }],
        'columns.note': [{ type: 'text' }, null],
      }),
    ],
  },
  {
    it: 'has constraints added, validated and dropped',
    given: [
      ...GIVEN,
      'alter foreign table app.f add constraint a check (id > 0) not valid, add constraint b check (id > 1)',
    ],
    when: `alter foreign table app.f validate constraint a, drop constraint b, add constraint c check (id > 2)`,
    shows: [
      changed(F, {
        'constraints.a.not_valid': [true, null],
        'constraints.b': [{ type: 'check', expression: '(id > 1)' }, null],
        'constraints.c': [null, { type: 'check', expression: '(id > 2)' }],
      }),
    ],
  },
  {
    it: 'renames a column, with the views that read it',
    given: [...GIVEN, 'create view app.v as select note from app.f'],
    when: 'alter foreign table app.f rename note to remark',
    shows: [changed(F, { 'columns.remark.name': ['note', 'remark'] })],
    defines: {
      'view app.v': {
        query: ' SELECT remark AS note\n   FROM app.f;',
        columns: { note: { type: 'text' } },
        column_order: ['note'],
      },
    },
    since: 16,
  },
  {
    it: 'is renamed in one row, with triggers, sequences and statistics on it',
    given: [
      ...GIVEN,
      `create function app.g() returns trigger language plpgsql as 'begin return new; end';
       create sequence app.q owned by app.f.id; create statistics app.x on id, note from app.f`,
      'create trigger tg before insert on app.f for each row execute function app.g()',
    ],
    when: 'alter foreign table app.f rename to far',
    shows: [renamed(F, 'foreign table app.far')],
    defines: {
      'foreign table app.far': { server: 's', ...COLUMNS },
      'trigger tg on app.far': {
        timing: 'before',
        events: ['insert'],
        level: 'row',
        function: 'app.g',
      },
      'statistics app.x': {
        table: 'app.far',
        kinds: ['ndistinct', 'dependencies', 'mcv'],
        columns: ['id', 'note'],
      },
    },
  },
  {
    it: 'has triggers that are switched on and off',
    given: [
      ...GIVEN,
      `create function app.g() returns trigger language plpgsql as 'begin return new; end'`,
      'create trigger tg before insert on app.f for each row execute function app.g()',
    ],
    when: 'alter foreign table app.f disable trigger tg',
    shows: [changed('trigger tg on app.f', { enabled: [null, 'disabled'] })],
  },
  {
    it: 'moves to another schema',
    given: GIVEN,
    when: 'alter foreign table app.f set schema other',
    shows: [renamed(F, 'foreign table other.f')],
  },
  {
    it: 'is in a schema that is renamed',
    given: GIVEN,
    when: 'alter schema app rename to shop',
    shows: [renamed('schema app', 'schema shop')],
    defines: { 'foreign table shop.f': { server: 's', ...COLUMNS } },
  },
  {
    it: 'changes its owner',
    given: [...GIVEN, 'grant create on schema app to ROLE1'],
    when: 'alter foreign table app.f owner to ROLE1',
    shows: [changed(F, { owner: ['SUPERUSER', 'ROLE1'] })],
  },
  {
    it: 'gets comments',
    given: GIVEN,
    when: `comment on foreign table app.f is 'far'; comment on column app.f.id is 'number'`,
    shows: [changed(F, { comment: [null, 'far'], 'columns.id.comment': [null, 'number'] })],
  },
  {
    it: 'is granted, whole and by columns',
    given: GIVEN,
    when: 'grant select on app.f to ROLE1; grant update (note) on app.f to ROLE1',
    shows: [
      changed(F, {
        privileges: [null, expect.objectContaining({ ROLE1: ['SELECT'] })],
        'columns.note.privileges': [null, { ROLE1: ['UPDATE'] }],
      }),
    ],
  },
  {
    it: 'is a partition, attached, altered through its parent and detached',
    given: [
      SERVER,
      `create table app.p (id int, note text) partition by range (id);
       create foreign table app.f partition of app.p for values from (0) to (10) server s;
       create foreign table app.g (id int, note text) server s`,
    ],
    when: `alter table app.p attach partition app.g for values from (10) to (20);
           alter table app.p detach partition app.f; alter table app.p add extra int`,
    shows: [
      changed('table app.p', { 'columns.extra': [null, { type: 'integer' }] }),
      changed(F, {
        partition_of: [{ table: 'app.p', bounds: 'FOR VALUES FROM (0) TO (10)' }, null],
        'columns.id.inherited': [true, null],
        'columns.note.inherited': [true, null],
      }),
      changed('foreign table app.g', {
        partition_of: [null, { table: 'app.p', bounds: 'FOR VALUES FROM (10) TO (20)' }],
        'columns.id.inherited': [null, true],
        'columns.note.inherited': [null, true],
        'columns.extra': [null, { type: 'integer', inherited: true }],
      }),
    ],
  },
  {
    it: 'names its parent by its new name',
    given: [
      SERVER,
      `create table app.p (id int, kind int) partition by list (kind);
       create foreign table app.f partition of app.p default server s`,
    ],
    when: 'alter table app.p rename to q; alter table app.q rename id to number',
    shows: [renamed('table app.p', 'table app.q', { 'columns.number.name': ['id', 'number'] })],
    defines: {
      [F]: {
        server: 's',
        columns: {
          number: { type: 'integer', inherited: true },
          kind: { type: 'integer', inherited: true },
        },
        column_order: ['number', 'kind'],
        partition_of: { table: 'app.q', bounds: 'DEFAULT' },
      },
    },
  },
  {
    it: 'inherits, and is inherited from',
    given: [...GIVEN, 'create table app.parent (id int not null)'],
    when: `alter foreign table app.f inherit app.parent; create table app.heir () inherits (app.f)`,
    shows: [changed(F, { inherits: [null, ['app.parent']] }), added('table app.heir')],
  },
  {
    it: 'ceases to inherit',
    given: [
      SERVER,
      'create table app.parent (id int); create foreign table app.f () inherits (app.parent) server s',
    ],
    when: 'alter foreign table app.f no inherit app.parent',
    shows: [
      changed(F, {
        inherits: [['app.parent'], null],
        'columns.id.inherited': [true, null],
      }),
    ],
  },
  {
    it: 'is described with a serial column and its sequence',
    given: SERVER,
    when: 'create foreign table app.f (id serial) server s',
    shows: [added(F), added('sequence app.f_id_seq')],
  },
  {
    it: 'is removed',
    given: GIVEN,
    when: 'drop foreign table app.f',
    shows: [removed(F)],
  },
  {
    it: 'is removed with the views that read it',
    given: [...GIVEN, 'create view app.v as select id from app.f'],
    when: 'drop foreign table app.f cascade',
    shows: [removed(F), removed('view app.v')],
  },
  {
    it: 'loses a column with the type it is of',
    given: [
      SERVER,
      `create type app.e as enum ('x'); create foreign table app.f (id int, e app.e) server s`,
    ],
    when: 'drop type app.e cascade',
    shows: [removed('enum app.e'), changed(F, { 'columns.e': [{ type: 'app.e' }, null] })],
  },
]);

describe('IMPORT FOREIGN SCHEMA', () => {
  const db = useDatabase();

  it('adds every table it imports', async () => {
    const { user, password, database } = db.client;
    await db.client.query(
      `create schema far; create table far.a (id int not null); create view far.b as select 1 as n;
       create schema near; create extension postgres_fdw`,
    );
    const { rows } = await db.client.query(`select current_setting('port') as port`);
    await db.client.query(
      `create server self foreign data wrapper postgres_fdw
         options (host '127.0.0.1', port '${rows[0].port}', dbname '${database}');
       create user mapping for public server self options (user '${user}', password '${password}')`,
    );
    await db.client.query('import foreign schema far from server self into near');

    const other = await db.connect();
    expect(await shown(other)).toEqual([
      added('foreign table near.a'),
      added('foreign table near.b'),
    ]);
    expect(await expectationsOf(other)).toEqual(SOUND);
  });
});
