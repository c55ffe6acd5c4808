import { testKind } from '../kinds/cases.js';
import { added, changed, removed } from '../kinds/rows.js';

testKind('drop and create of the same name in one transaction', [
  {
    it: 'of the same table is no change',
    given: `create table app.t (id serial primary key, note text default 'x')`,
    when: `drop table app.t; create table app.t (id serial primary key, note text default 'x')`,
    shows: [],
  },
  {
    it: 'of another table is one change',
    given: 'create table app.t (id serial primary key, note text)',
    when: 'drop table app.t; create table app.t (id bigserial primary key, note text not null)',
    shows: [
      changed('table app.t', {
        'columns.id.type': ['integer', 'bigint'],
        'columns.note.not_null': [null, true],
      }),
      changed('sequence app.t_id_seq', {
        type: ['integer', 'bigint'],
        maximum: ['2147483647', '9223372036854775807'],
      }),
    ],
  },
  {
    it: 'of a table loses what it had',
    given: `create table app.t (id int primary key); comment on table app.t is 'things';
            create index i on app.t (id)`,
    when: 'drop table app.t; create table app.t (id int)',
    shows: [
      changed('table app.t', {
        comment: ['things', null],
        'columns.id.not_null': [true, null],
        'constraints.t_pkey': [{ type: 'primary key', columns: ['id'] }, null],
      }),
      removed('index app.i'),
      removed('index app.t_pkey'),
    ],
  },
  {
    it: 'as another kind is another object',
    given: 'create table app.t (id int)',
    when: 'drop table app.t; create view app.t as select 1 as id',
    shows: [removed('table app.t'), added('view app.t')],
  },
  {
    it: 'of a schema with everything in it is what differs',
    given: 'create table app.t (id int); create table app.u (id int)',
    when: 'drop schema app cascade; create schema app; create table app.t (id bigint)',
    shows: [
      changed('table app.t', { 'columns.id.type': ['integer', 'bigint'] }),
      removed('table app.u'),
    ],
  },
  {
    it: 'then dropped again is removed',
    given: 'create table app.t (id int)',
    when: 'drop table app.t; create table app.t (id int); drop table app.t',
    shows: [removed('table app.t')],
  },
  {
    it: 'that did not exist before leaves nothing',
    when: 'create table app.t (id serial primary key); drop table app.t',
    shows: [],
  },
  {
    it: 'of a constraint is what differs',
    given: 'create table app.t (id int constraint c check (id > 0))',
    when: 'alter table app.t drop constraint c; alter table app.t add constraint c check (id > 1)',
    shows: [changed('table app.t', { 'constraints.c.expression': ['(id > 0)', '(id > 1)'] })],
  },
]);
