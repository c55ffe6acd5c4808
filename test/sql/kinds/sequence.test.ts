import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const S = 'sequence app.s';

testKind('sequence', [
  {
    it: 'is described with its parameters',
    when: `create sequence app.s as smallint increment by -2 minvalue -100 maxvalue -1 start -1 cache 5 cycle`,
    shows: [added(S)],
    defines: {
      [S]: {
        type: 'smallint',
        start: '-1',
        increment: '-2',
        minimum: '-100',
        maximum: '-1',
        cache: '5',
        cycle: true,
      },
    },
  },
  {
    it: 'belongs to a serial column',
    when: 'create table app.t (id bigserial)',
    shows: [added('table app.t'), added('sequence app.t_id_seq')],
    defines: {
      'sequence app.t_id_seq': {
        type: 'bigint',
        start: '1',
        increment: '1',
        minimum: '1',
        maximum: '9223372036854775807',
        cache: '1',
        owned_by: 'app.t.id',
      },
    },
  },
  {
    it: 'changes its parameters',
    given: 'create sequence app.s',
    when: `alter sequence app.s as int increment 10 minvalue 0 maxvalue 1000 start 100 cache 20 cycle`,
    shows: [
      changed(S, {
        type: ['bigint', 'integer'],
        increment: ['1', '10'],
        minimum: ['1', '0'],
        maximum: ['9223372036854775807', '1000'],
        start: ['1', '100'],
        cache: ['1', '20'],
        cycle: [null, true],
      }),
    ],
  },
  {
    it: 'goes back to what sequences are by default',
    given: 'create unlogged sequence app.s minvalue 5 maxvalue 10 cycle cache 3',
    when: 'alter sequence app.s no minvalue no maxvalue no cycle cache 1; alter sequence app.s set logged',
    shows: [
      changed(S, {
        minimum: ['5', '1'],
        maximum: ['10', '9223372036854775807'],
        cycle: [true, null],
        cache: ['3', '1'],
        persistence: ['unlogged', null],
      }),
    ],
  },
  {
    it: 'does not change when it counts or restarts',
    given: 'create sequence app.s',
    when: `select nextval('app.s'), setval('app.s', 50); alter sequence app.s restart with 7`,
    shows: [],
  },
  {
    it: 'becomes unlogged',
    given: 'create sequence app.s',
    when: 'alter sequence app.s set unlogged',
    shows: [changed(S, { persistence: [null, 'unlogged'] })],
  },
  {
    it: 'becomes owned by a column, and free again',
    given: 'create sequence app.s; create table app.t (id int, n int)',
    when: 'alter sequence app.s owned by app.t.n',
    shows: [changed(S, { owned_by: [null, 'app.t.n'] })],
  },
  {
    it: 'ceases to be owned by a column',
    given: 'create table app.t (id serial)',
    when: 'alter sequence app.t_id_seq owned by none',
    shows: [changed('sequence app.t_id_seq', { owned_by: ['app.t.id', null] })],
  },
  {
    it: 'is renamed in one row, with the defaults that use it',
    given: `create sequence app.s; create table app.t (id int default nextval('app.s'));
            create function app.f() returns bigint language sql return nextval('app.s')`,
    when: 'alter sequence app.s rename to numbers',
    shows: [renamed(S, 'sequence app.numbers')],
  },
  {
    it: 'moves to another schema',
    given: `create sequence app.s; create table app.t (id int default nextval('app.s'))`,
    when: 'alter sequence app.s set schema other',
    shows: [renamed(S, 'sequence other.s')],
  },
  {
    it: 'names its column by the new name',
    given: 'create table app.t (id serial)',
    when: 'alter table app.t rename id to number',
    shows: [changed('table app.t', { 'columns.number.name': ['id', 'number'] })],
  },
  {
    it: 'changes its owner',
    given: 'create sequence app.s',
    when: 'alter sequence app.s owner to ROLE1',
    shows: [changed(S, { owner: ['SUPERUSER', 'ROLE1'] })],
  },
  {
    it: 'gets a comment',
    given: 'create sequence app.s',
    when: `comment on sequence app.s is 'numbers'`,
    shows: [changed(S, { comment: [null, 'numbers'] })],
  },
  {
    it: 'is granted',
    given: 'create sequence app.s; grant usage on sequence app.s to ROLE1',
    when: 'grant select on sequence app.s to ROLE1',
    shows: [changed(S, { 'privileges.ROLE1': [['USAGE'], ['SELECT', 'USAGE']] })],
  },
  {
    it: 'is removed',
    given: 'create sequence app.s',
    when: 'drop sequence app.s',
    shows: [removed(S)],
  },
  {
    it: 'is removed with the defaults that use it',
    given: `create sequence app.s; create table app.t (id int default nextval('app.s'))`,
    when: 'drop sequence app.s cascade',
    shows: [
      removed(S),
      changed('table app.t', { 'columns.id.default': ["nextval('app.s'::regclass)", null] }),
    ],
  },
]);
