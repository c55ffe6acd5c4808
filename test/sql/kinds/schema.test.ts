import { expect } from 'vitest';
import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

testKind('schema', [
  {
    it: 'is added with owner, privileges and comment',
    when: `create schema s authorization ROLE1;
           grant usage on schema s to ROLE2;
           comment on schema s is 'mine'`,
    shows: [added('schema s')],
    defines: {
      'schema s': {
        owner: 'ROLE1',
        comment: 'mine',
        privileges: { ROLE1: ['CREATE', 'USAGE'], ROLE2: ['USAGE'] },
      },
    },
  },
  {
    it: 'is added together with what CREATE SCHEMA makes in it',
    when: `create schema s authorization ROLE1
             create table t (id int primary key)
             create table u (id serial primary key, t int references t)
             create index i on t (id)
             create view v as select id from t
             grant select on t to public`,
    shows: [
      added('schema s'),
      added('table s.t'),
      added('index s.t_pkey'),
      added('index s.i'),
      added('table s.u'),
      added('index s.u_pkey'),
      added('sequence s.u_id_seq'),
      added('view s.v'),
    ],
    defines: {
      'view s.v': expect.objectContaining({ owner: 'ROLE1' }),
      'table s.t': expect.objectContaining({
        owner: 'ROLE1',
        privileges: expect.objectContaining({ PUBLIC: ['SELECT'] }),
      }),
    },
  },
  {
    it: 'is renamed in one row, whatever it holds',
    given: `create type app.mood as enum ('ok');
            create table app.t (id serial primary key, mood app.mood check (mood <> 'ok'));
            create view app.v as select id from app.t;
            create function app.f(app.mood, app.t) returns app.t language sql begin atomic select * from app.t; end;
            create table other.u (t int references app.t)`,
    when: 'alter schema app rename to sales',
    shows: [renamed('schema app', 'schema sales')],
  },
  {
    it: 'changes its owner',
    when: 'alter schema app owner to ROLE1',
    shows: [changed('schema app', { owner: ['SUPERUSER', 'ROLE1'] })],
  },
  {
    it: 'gets a comment',
    when: `comment on schema app is 'the application'`,
    shows: [changed('schema app', { comment: [null, 'the application'] })],
  },
  {
    it: 'loses its comment',
    given: `comment on schema app is 'the application'`,
    when: 'comment on schema app is null',
    shows: [changed('schema app', { comment: ['the application', null] })],
  },
  {
    it: 'is granted',
    when: 'grant create, usage on schema app to ROLE1 with grant option',
    shows: [
      changed('schema app', {
        privileges: [null, { SUPERUSER: ['CREATE', 'USAGE'], ROLE1: ['CREATE*', 'USAGE*'] }],
      }),
    ],
  },
  {
    it: 'is revoked',
    given: 'grant create, usage on schema app to ROLE1',
    when: 'revoke create on schema app from ROLE1',
    shows: [changed('schema app', { 'privileges.ROLE1': [['CREATE', 'USAGE'], ['USAGE']] })],
  },
  {
    it: 'has the privileges of its owner when the last grant is revoked',
    given: 'grant usage on schema app to ROLE1',
    when: 'revoke all on schema app from ROLE1',
    shows: [
      changed('schema app', {
        privileges: [{ SUPERUSER: ['CREATE', 'USAGE'], ROLE1: ['USAGE'] }, null],
      }),
    ],
  },
  {
    it: 'public is tracked from the baseline on',
    given: 'grant create on schema public to public',
    when: 'revoke all on schema public from public',
    shows: [
      changed('schema public', {
        privileges: [{ pg_database_owner: ['CREATE', 'USAGE'], PUBLIC: ['CREATE', 'USAGE'] }, null],
      }),
    ],
  },
  {
    it: 'is removed',
    when: 'drop schema app',
    shows: [removed('schema app')],
  },
  {
    it: 'is removed with everything in it',
    given: `create table app.t (id int primary key);
            create view app.v as select id from app.t;
            create function app.f() returns int language sql return 1;
            create type app.mood as enum ('ok');
            create table other.u (t int constraint follows references app.t, mood app.mood)`,
    when: 'drop schema app cascade',
    shows: [
      removed('schema app'),
      removed('table app.t'),
      removed('index app.t_pkey'),
      removed('view app.v'),
      removed('function app.f()'),
      removed('enum app.mood'),
      changed('table other.u', {
        'constraints.follows': [
          {
            type: 'foreign key',
            columns: ['t'],
            references: { table: 'app.t', columns: ['id'] },
          },
          null,
        ],
        'columns.mood': [{ type: 'app.mood' }, null],
      }),
    ],
  },
]);
