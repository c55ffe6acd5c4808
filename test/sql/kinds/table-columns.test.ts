import { testKind } from './cases.js';
import { added, changed } from './rows.js';

const T = 'table app.t';

testKind('columns of a table', [
  {
    it: 'that are dropped and added again just as they were are others',
    given: 'create table app.t (a int, b int)',
    when: 'alter table app.t drop a; alter table app.t add a int',
    shows: [changed('table app.t', { 'columns.a': [{ type: 'integer' }, { type: 'integer' }] })],
  },
  {
    it: 'may be called as attributes of tables are',
    given: `create table app.t (a int, owner int, b int); comment on table app.t is 'x'`,
    when: `alter table app.t rename a to comment; alter table app.t drop owner;
           alter table app.t add owner int`,
    shows: [
      changed('table app.t', {
        'columns.comment.name': ['a', 'comment'],
        'columns.owner': [{ type: 'integer' }, { type: 'integer' }],
      }),
    ],
  },
  {
    it: 'are described with everything they are declared with',
    when: `create table app.t (
             id int not null,
             name varchar(20) collate "C" default 'x',
             total numeric(10, 2),
             tags text[] not null default '{}',
             at timestamptz(3) default now(),
             small text compression pglz)`,
    shows: [added(T)],
    defines: {
      [T]: {
        columns: {
          id: { type: 'integer', not_null: true },
          name: {
            type: 'character varying(20)',
            collation: '"C"',
            default: "'x'::character varying",
          },
          total: { type: 'numeric(10,2)' },
          tags: { type: 'text[]', not_null: true, default: "'{}'::text[]" },
          at: { type: 'timestamp(3) with time zone', default: 'now()' },
          small: { type: 'text', compression: 'pglz' },
        },
        column_order: ['id', 'name', 'total', 'tags', 'at', 'small'],
      },
    },
  },
  {
    it: 'may be none at all',
    when: 'create table app.t ()',
    shows: [added(T)],
    defines: { [T]: { columns: {}, column_order: [] } },
  },
  {
    it: 'are added',
    given: 'create table app.t (id int)',
    when: `alter table app.t add note text not null default '-', add at date`,
    shows: [
      changed(T, {
        'columns.note': [null, { type: 'text', not_null: true, default: "'-'::text" }],
        'columns.at': [null, { type: 'date' }],
      }),
    ],
    defines: {
      [T]: {
        columns: {
          id: { type: 'integer' },
          note: { type: 'text', not_null: true, default: "'-'::text" },
          at: { type: 'date' },
        },
        column_order: ['id', 'note', 'at'],
      },
    },
  },
  {
    it: 'are dropped',
    given: 'create table app.t (id int, note text)',
    when: 'alter table app.t drop note',
    shows: [changed(T, { 'columns.note': [{ type: 'text' }, null] })],
    defines: { [T]: { columns: { id: { type: 'integer' } }, column_order: ['id'] } },
  },
  {
    it: 'are dropped with the views that use them',
    given: [
      'create table app.t (id int, note text)',
      'create view app.v as select note from app.t',
    ],
    when: 'alter table app.t drop note cascade',
    shows: [
      changed(T, { 'columns.note': [{ type: 'text' }, null] }),
      { change: 'removed', object: 'view app.v', attributes: {} },
    ],
  },
  {
    it: 'are renamed',
    given: 'create table app.t (id int check (id > 0), note text)',
    when: 'alter table app.t rename id to number',
    shows: [
      changed(T, {
        'columns.number.name': ['id', 'number'],
        'constraints.t_id_check.expression': ['(id > 0)', '(number > 0)'],
      }),
    ],
  },
  {
    it: 'change their type',
    given: 'create table app.t (total numeric(10, 2))',
    when: 'alter table app.t alter total type numeric(12, 2)',
    shows: [changed(T, { 'columns.total.type': ['numeric(10,2)', 'numeric(12,2)'] })],
  },
  {
    it: 'change their type together with what is built on them',
    given: `create table app.t (id int primary key, code int unique, x int,
              constraint positive check (x > 0));
            create index t_x on app.t (x);
            comment on index app.t_x is 'kept';
            comment on constraint positive on app.t is 'kept';
            create table app.u (t int references app.t)`,
    when: `alter table app.t alter id type bigint, alter code type bigint, alter x type bigint`,
    shows: [
      changed(T, {
        'columns.id.type': ['integer', 'bigint'],
        'columns.code.type': ['integer', 'bigint'],
        'columns.x.type': ['integer', 'bigint'],
      }),
    ],
  },
  {
    it: 'change their collation',
    given: 'create table app.t (name text)',
    when: 'alter table app.t alter name type text collate "C"',
    shows: [changed(T, { 'columns.name.collation': [null, '"C"'] })],
  },
  {
    it: 'get a default',
    given: 'create table app.t (n int)',
    when: 'alter table app.t alter n set default 1 + 1',
    shows: [changed(T, { 'columns.n.default': [null, '(1 + 1)'] })],
  },
  {
    it: 'change and lose their default',
    given: 'create table app.t (n int default 1, m int default 1)',
    when: 'alter table app.t alter n set default 2, alter m drop default',
    shows: [changed(T, { 'columns.n.default': ['1', '2'], 'columns.m.default': ['1', null] })],
  },
  {
    it: 'lose a default with the function that gives it',
    given: [
      'create function app.next() returns int language sql as $$ select 1 $$',
      'create table app.t (n int default app.next())',
    ],
    when: 'drop function app.next() cascade',
    shows: [
      { change: 'removed', object: 'function app.next()', attributes: {} },
      changed(T, { 'columns.n.default': ['app.next()', null] }),
    ],
  },
  {
    it: 'become and cease to be not null',
    given: 'create table app.t (a int, b int not null)',
    when: 'alter table app.t alter a set not null, alter b drop not null',
    shows: [changed(T, { 'columns.a.not_null': [null, true], 'columns.b.not_null': [true, null] })],
  },
  {
    it: 'say where they are stored',
    given: 'create table app.t (a text, b text)',
    when: 'alter table app.t alter a set storage external, alter b set storage main',
    shows: [
      changed(T, { 'columns.a.storage': [null, 'external'], 'columns.b.storage': [null, 'main'] }),
    ],
  },
  {
    it: 'say how they are compressed',
    given: 'create table app.t (a text, b text compression pglz)',
    when: 'alter table app.t alter a set compression pglz, alter b set compression default',
    shows: [
      changed(T, {
        'columns.a.compression': [null, 'pglz'],
        'columns.b.compression': ['pglz', null],
      }),
    ],
  },
  {
    it: 'have a statistics target',
    given: 'create table app.t (a int)',
    when: 'alter table app.t alter a set statistics 500',
    shows: [changed(T, { 'columns.a.statistics_target': [null, 500] })],
  },
  {
    it: 'lose their statistics target',
    given: 'create table app.t (a int); alter table app.t alter a set statistics 0',
    when: 'alter table app.t alter a set statistics -1',
    shows: [changed(T, { 'columns.a.statistics_target': [0, null] })],
  },
  {
    it: 'have options',
    given: 'create table app.t (a int)',
    when: 'alter table app.t alter a set (n_distinct = 5, n_distinct_inherited = -0.5)',
    shows: [
      changed(T, {
        'columns.a.options.n_distinct': [null, '5'],
        'columns.a.options.n_distinct_inherited': [null, '-0.5'],
      }),
    ],
  },
  {
    it: 'lose an option',
    given: 'create table app.t (a int); alter table app.t alter a set (n_distinct = 5)',
    when: 'alter table app.t alter a reset (n_distinct)',
    shows: [changed(T, { 'columns.a.options.n_distinct': ['5', null] })],
  },
  {
    it: 'get a comment',
    given: 'create table app.t (a int)',
    when: `comment on column app.t.a is 'first'`,
    shows: [changed(T, { 'columns.a.comment': [null, 'first'] })],
  },
  {
    it: 'are one entry when dropped and made anew',
    given: 'create table app.t (id int, note int)',
    when: 'alter table app.t drop note, add note text',
    shows: [changed(T, { 'columns.note': [{ type: 'integer' }, { type: 'text' }] })],
  },
  {
    it: 'keep their names apart from the words of a definition',
    given: 'create table app.t ("columns" int, "default" int, "a.b" int, "Weird ""name" int)',
    when: `alter table app.t alter "columns" set default 1, alter "default" set default 2,
             alter "a.b" set default 3, alter "Weird ""name" set default 4`,
    shows: [
      changed(T, {
        'columns.columns.default': [null, '1'],
        'columns.default.default': [null, '2'],
        'columns."a.b".default': [null, '3'],
        'columns."Weird ""name".default': [null, '4'],
      }),
    ],
  },
]);
