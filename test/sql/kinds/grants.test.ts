import { expect } from 'vitest';
import { testKind } from './cases.js';
import { added, changed, renamed } from './rows.js';

const READABLE = { privileges: [null, expect.objectContaining({ ROLE1: ['SELECT'] })] };

testKind('privileges', [
  {
    it: 'of columns are part of the column',
    given: 'create table app.t (a int, b int)',
    when: 'grant select (a), update (a, b) on app.t to ROLE1',
    shows: [
      changed('table app.t', {
        'columns.a.privileges': [null, { ROLE1: ['SELECT', 'UPDATE'] }],
        'columns.b.privileges': [null, { ROLE1: ['UPDATE'] }],
      }),
    ],
  },
  {
    it: 'of columns are revoked',
    given: 'create table app.t (a int); grant select (a) on app.t to ROLE1, ROLE2',
    when: 'revoke select (a) on app.t from ROLE2',
    shows: [changed('table app.t', { 'columns.a.privileges.ROLE2': [['SELECT'], null] })],
  },
  {
    it: 'of columns go when the table is revoked',
    given: 'create table app.t (a int); grant select (a) on app.t to ROLE1',
    when: 'revoke all on app.t from ROLE1',
    shows: [changed('table app.t', { 'columns.a.privileges': [{ ROLE1: ['SELECT'] }, null] })],
  },
  {
    it: 'of columns are granted inside a DO block',
    given: 'create table app.t (a int)',
    when: 'do $$ begin grant select (a) on app.t to ROLE1; end $$',
    shows: [changed('table app.t', { 'columns.a.privileges': [null, { ROLE1: ['SELECT'] }] })],
  },
  {
    it: 'of columns are granted by code that the statement of the client has nothing of',
    given: [
      `create table app.t (a int);
       create function app.open() returns void language plpgsql as 'begin grant select (a) on app.t to ROLE1; end'`,
      'prepare opening as select app.open()',
    ],
    when: 'execute opening',
    shows: [changed('table app.t', { 'columns.a.privileges': [null, { ROLE1: ['SELECT'] }] })],
  },
  {
    it: 'of columns can be granted on, and are revoked from all who got them so',
    given: `create table app.t (a int, b int); grant usage on schema app to ROLE1;
            grant select (a, b), update (a) on app.t to ROLE1 with grant option;
            set role ROLE1; grant select (a), update (a) on app.t to ROLE2; reset role`,
    when: `revoke grant option for select (a) on app.t from ROLE1 cascade;
           revoke update (a) on app.t from ROLE1 cascade`,
    shows: [
      changed('table app.t', {
        'columns.a.privileges.ROLE1': [['SELECT*', 'UPDATE*'], ['SELECT']],
        'columns.a.privileges."ROLE2 by ROLE1"': [['SELECT', 'UPDATE'], null],
      }),
    ],
  },
  {
    it: 'of columns of views, materialized views and foreign tables',
    given: `create view app.v as select 1 as a; create materialized view app.m as select 1 as a;
            create foreign data wrapper w; create server s foreign data wrapper w;
            create foreign table app.x (a int) server s`,
    when: 'grant select (a) on app.v, app.m, app.x to ROLE1',
    shows: ['view app.v', 'materialized view app.m', 'foreign table app.x'].map((object) =>
      changed(object, { 'columns.a.privileges': [null, { ROLE1: ['SELECT'] }] }),
    ),
  },
  {
    it: 'with the right to grant them on are revoked with what was granted on',
    given: `create function app.f() returns int language sql as 'select 1'; create type app.e as enum ();
            create domain app.d as int; create sequence app.s; create foreign data wrapper w;
            create server s foreign data wrapper w;
            grant usage on schema app to ROLE1 with grant option;
            grant execute on function app.f() to ROLE1 with grant option;
            grant usage on type app.e, app.d to ROLE1 with grant option;
            grant usage on sequence app.s to ROLE1 with grant option;
            grant usage on foreign data wrapper w to ROLE1 with grant option;
            grant usage on foreign server s to ROLE1 with grant option;
            set role ROLE1; grant usage on schema app to ROLE2; grant execute on function app.f() to ROLE2;
            grant usage on type app.e to ROLE2; grant usage on domain app.d to ROLE2;
            grant usage on sequence app.s to ROLE2; grant usage on foreign data wrapper w to ROLE2;
            grant usage on foreign server s to ROLE2; reset role`,
    when: `revoke usage on schema app from ROLE1 cascade;
           revoke grant option for execute on function app.f() from ROLE1 cascade;
           revoke grant option for usage on type app.e from ROLE1 cascade;
           revoke grant option for usage on domain app.d from ROLE1 cascade;
           revoke grant option for usage on sequence app.s from ROLE1 cascade;
           revoke grant option for usage on foreign data wrapper w from ROLE1 cascade;
           revoke grant option for usage on foreign server s from ROLE1 cascade`,
    shows: [
      changed('schema app', {
        privileges: [expect.objectContaining({ 'ROLE2 by ROLE1': ['USAGE'] }), null],
      }),
      ...[
        'enum app.e',
        'domain app.d',
        'sequence app.s',
        'foreign data wrapper w',
        'foreign server s',
      ].map((object) =>
        changed(object, {
          'privileges.ROLE1': [['USAGE*'], ['USAGE']],
          'privileges."ROLE2 by ROLE1"': [['USAGE'], null],
        }),
      ),
      changed('function app.f()', {
        'privileges.ROLE1': [['EXECUTE*'], ['EXECUTE']],
        'privileges."ROLE2 by ROLE1"': [['EXECUTE'], null],
      }),
    ],
  },
  {
    it: 'of languages, databases, settings and large objects are not those of objects pggit tracks',
    given: 'select lo_create(4711)',
    when: `grant usage on language plpgsql to ROLE1; grant set on parameter work_mem to ROLE1;
           grant select on large object 4711 to ROLE1;
           do $$ begin execute format('grant create on database %I to ROLE1', current_database()); end $$`,
    shows: [],
  },
  {
    it: 'of all tables in a schema change views and materialized views too',
    given: `create table app.t (a int); create table app.u (a int); create view app.v as select 1 as a;
            create materialized view app.m as select 1 as a; create table other.t (a int)`,
    when: 'grant select on all tables in schema app to ROLE1',
    shows: [
      changed('table app.t', READABLE),
      changed('table app.u', READABLE),
      changed('view app.v', READABLE),
      changed('materialized view app.m', READABLE),
    ],
  },
  {
    it: 'of all sequences and all routines in a schema',
    given: `create sequence app.s; create function app.f() returns int language sql as 'select 1';
            create procedure app.p() language sql as 'select 1'`,
    when: `grant usage on all sequences in schema app to ROLE1;
           grant execute on all routines in schema app to ROLE1`,
    shows: [
      changed('sequence app.s', {
        privileges: [null, expect.objectContaining({ ROLE1: ['USAGE'] })],
      }),
      changed('function app.f()', {
        privileges: [null, expect.objectContaining({ ROLE1: ['EXECUTE'] })],
      }),
      changed('procedure app.p()', {
        privileges: [null, expect.objectContaining({ ROLE1: ['EXECUTE'] })],
      }),
    ],
  },
  {
    it: 'given inside a DO block are found',
    given: 'create table app.t (a int); create sequence app.s',
    when: `do $$ begin
             execute 'grant select on app.t to ROLE1';
             execute 'grant select on sequence app.s to ROLE1';
           end $$`,
    shows: [changed('table app.t', READABLE), changed('sequence app.s', READABLE)],
  },
  {
    it: 'given inside a savepoint are found',
    given: 'create table app.t (a int)',
    when: 'begin; savepoint one; grant select on app.t to ROLE1; release one; commit',
    shows: [changed('table app.t', READABLE)],
  },
  {
    it: 'given before and inside savepoints are all found',
    given: 'create table app.t (a int); create table app.u (a int); create table app.w (a int)',
    when: `begin; grant select on app.t to ROLE1;
           savepoint one; grant select on app.u to ROLE1; release one;
           savepoint two; grant select on app.w to ROLE1; commit`,
    shows: [
      changed('table app.t', READABLE),
      changed('table app.u', READABLE),
      changed('table app.w', READABLE),
    ],
  },
  {
    it: 'given in the blocks of a function with exception handlers are all found',
    given: 'create table app.t (a int); create table app.u (a int)',
    when: `do $$ begin
             begin grant select on app.t to ROLE1; exception when others then raise; end;
             begin grant select on app.u to ROLE1; exception when others then raise; end;
           end $$`,
    shows: [changed('table app.t', READABLE), changed('table app.u', READABLE)],
  },
  {
    it: 'taken back by a savepoint leave nothing',
    given: 'create table app.t (a int)',
    when: 'begin; savepoint one; grant select on app.t to ROLE1; rollback to one; commit',
    shows: [],
  },
  {
    it: 'given and taken back in one transaction leave nothing',
    given: 'create table app.t (a int)',
    when: 'grant select on app.t to ROLE1; revoke select on app.t from ROLE1',
    shows: [],
  },
  {
    it: 'name who granted them when it was not the owner',
    given: `create table app.t (a int); grant usage on schema app to ROLE1;
            grant select on app.t to ROLE1 with grant option`,
    when: 'set local role ROLE1; grant select on app.t to ROLE2; reset role',
    shows: [changed('table app.t', { 'privileges."ROLE2 by ROLE1"': [null, ['SELECT']] })],
  },
  {
    it: 'go with DROP OWNED, whatever they are on',
    given: [
      `create table app.t (a int); create view app.v as select 1 as a; create sequence app.s;
       create function app.f() returns int language sql as 'select 1'; create type app.e as enum ();
       create foreign data wrapper w; create server s foreign data wrapper w;
       create table app.u (a int); create policy p on app.u to ROLE1, ROLE2`,
      `grant select (a) on app.t to ROLE1; grant select on app.v, app.s to ROLE1;
       grant usage on schema other, app to ROLE1; grant execute on function app.f() to ROLE1;
       grant usage on type app.e to ROLE1; grant usage on foreign data wrapper w to ROLE1;
       grant usage on foreign server s to ROLE1;
       alter default privileges in schema app grant select on tables to ROLE1, ROLE2`,
    ],
    when: 'drop owned by ROLE1',
    shows: [
      changed('table app.t', { 'columns.a.privileges': [{ ROLE1: ['SELECT'] }, null] }),
      changed('policy p on app.u', { roles: [expect.arrayContaining(['ROLE1']), ['ROLE2']] }),
      ...[
        'view app.v',
        'sequence app.s',
        'schema app',
        'schema other',
        'function app.f()',
        'enum app.e',
        'foreign data wrapper w',
        'foreign server s',
      ].map((object) => changed(object, { privileges: [expect.anything(), null] })),
      changed('default privileges of SUPERUSER in schema app on tables', {
        'privileges.ROLE1': [['SELECT'], null],
      }),
    ],
  },
  {
    it: 'are seen beside the rename of the schema',
    given: `create function app.f() returns int language sql as 'select 1'; create view app.v as select 1 as a;
            create sequence app.s`,
    when: `alter schema app rename to sales; grant execute on function sales.f() to ROLE1;
           grant select on sales.v to ROLE1`,
    shows: [
      renamed('schema app', 'schema sales'),
      renamed('function app.f()', 'function sales.f()', {
        privileges: [null, expect.objectContaining({ ROLE1: ['EXECUTE'] })],
      }),
      renamed('view app.v', 'view sales.v', READABLE),
    ],
  },
  {
    it: 'taken from everybody leave an empty hand',
    given: 'create table app.t (a int)',
    when: 'revoke all on app.t from current_user',
    shows: [changed('table app.t', { privileges: [null, {}] })],
  },
  {
    it: 'that new objects get by default are on the new object',
    given: 'alter default privileges in schema app grant select on tables to ROLE1',
    when: 'create table app.t (a int)',
    shows: [{ change: 'added', object: 'table app.t', attributes: {} }],
    defines: {
      'table app.t': expect.objectContaining({
        privileges: expect.objectContaining({ ROLE1: ['SELECT'] }),
      }),
    },
  },
  {
    it: 'to maintain are granted and revoked',
    since: 17,
    given: `create table app.t (a int); create materialized view app.m as select 1 as a;
            grant select, maintain on app.m to ROLE1`,
    when: 'grant maintain on app.t to ROLE1 with grant option; revoke maintain on app.m from ROLE1',
    shows: [
      changed('table app.t', {
        privileges: [null, expect.objectContaining({ ROLE1: ['MAINTAIN*'] })],
      }),
      changed('materialized view app.m', {
        'privileges.ROLE1': [['MAINTAIN', 'SELECT'], ['SELECT']],
      }),
    ],
  },
  {
    it: 'that come by membership are those of the role, whatever its options',
    since: 16,
    given: `create table app.t (a int); grant ROLE1 to ROLE2 with inherit false, set true;
            grant usage, create on schema app to ROLE1`,
    when: `set session authorization ROLE2; set role ROLE1; create view app.v as select 1 as a;
           reset session authorization`,
    shows: [added('view app.v')],
    defines: { 'view app.v': expect.objectContaining({ owner: 'ROLE1' }) },
  },
]);
