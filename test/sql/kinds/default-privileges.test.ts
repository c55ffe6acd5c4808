import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const IN_APP = 'default privileges of SUPERUSER in schema app on tables';
const GIVEN = 'alter default privileges in schema app grant select on tables to ROLE1';

testKind('default privileges', [
  {
    it: 'in a schema are described by what is added',
    when: `alter default privileges in schema app grant select, insert on tables to ROLE1;
           alter default privileges in schema app grant select on tables to ROLE2 with grant option`,
    shows: [added(IN_APP)],
    defines: {
      [IN_APP]: {
        role: 'SUPERUSER',
        schema: 'app',
        on: 'tables',
        privileges: { ROLE1: ['INSERT', 'SELECT'], ROLE2: ['SELECT*'] },
      },
    },
  },
  {
    it: 'in a schema may be what the owner has anyway',
    when: 'alter default privileges in schema app grant all on sequences to current_user',
    shows: [added('default privileges of SUPERUSER in schema app on sequences')],
    defines: {
      'default privileges of SUPERUSER in schema app on sequences': {
        role: 'SUPERUSER',
        schema: 'app',
        on: 'sequences',
        privileges: { SUPERUSER: ['SELECT', 'UPDATE', 'USAGE'] },
      },
    },
  },
  {
    it: 'of the whole database are described in full',
    when: `alter default privileges for role ROLE1 revoke execute on functions from public;
           alter default privileges for role ROLE1 grant usage on types to ROLE2;
           alter default privileges for role ROLE1 grant create on schemas to ROLE2`,
    shows: [
      added('default privileges of ROLE1 on functions'),
      added('default privileges of ROLE1 on types'),
      added('default privileges of ROLE1 on schemas'),
    ],
    defines: {
      'default privileges of ROLE1 on functions': {
        role: 'ROLE1',
        on: 'functions',
        privileges: { ROLE1: ['EXECUTE'] },
      },
      'default privileges of ROLE1 on types': {
        role: 'ROLE1',
        on: 'types',
        privileges: { PUBLIC: ['USAGE'], ROLE1: ['USAGE'], ROLE2: ['USAGE'] },
      },
    },
  },
  {
    it: 'are there for types',
    when: 'alter default privileges in schema app grant usage on types to ROLE1',
    shows: [added('default privileges of SUPERUSER in schema app on types')],
  },
  {
    it: 'are there for schemas',
    when: 'alter default privileges grant usage on schemas to ROLE1',
    shows: [added('default privileges of SUPERUSER on schemas')],
  },
  {
    it: 'are there for large objects',
    since: 18,
    when: 'alter default privileges for role ROLE1 grant select on large objects to ROLE2',
    shows: [added('default privileges of ROLE1 on large objects')],
  },
  {
    it: 'in several schemas for several roles are an object each',
    when: `alter default privileges for role ROLE1, ROLE2 in schema app, other
             grant execute on routines to public`,
    shows: [
      added('default privileges of ROLE1 in schema app on functions'),
      added('default privileges of ROLE1 in schema other on functions'),
      added('default privileges of ROLE2 in schema app on functions'),
      added('default privileges of ROLE2 in schema other on functions'),
    ],
  },
  {
    it: 'change by grant and revoke',
    given: [GIVEN, 'alter default privileges in schema app grant update on tables to ROLE2'],
    when: `alter default privileges in schema app revoke update on tables from ROLE2;
           alter default privileges in schema app grant insert on tables to ROLE1`,
    shows: [
      changed(IN_APP, {
        'privileges.ROLE1': [['SELECT'], ['INSERT', 'SELECT']],
        'privileges.ROLE2': [['UPDATE'], null],
      }),
    ],
  },
  {
    it: 'do not change when granted again',
    given: GIVEN,
    when: GIVEN,
    shows: [],
  },
  {
    it: 'are found inside savepoints and DO blocks',
    when: `begin; savepoint one; ${GIVEN}; release one;
           do $$ begin
             execute 'alter default privileges in schema other grant select on tables to ROLE2';
           exception when others then raise; end $$;
           commit`,
    shows: [added(IN_APP), added('default privileges of SUPERUSER in schema other on tables')],
  },
  {
    it: 'are gone when they are what everybody has by default',
    given: [
      GIVEN,
      'alter default privileges for role ROLE2 revoke execute on functions from public',
    ],
    when: `alter default privileges in schema app revoke all on tables from ROLE1;
           alter default privileges for role ROLE2 grant execute on functions to public`,
    shows: [removed(IN_APP), removed('default privileges of ROLE2 on functions')],
  },
  {
    it: 'taken back and given again are the same object',
    given: GIVEN,
    when: `alter default privileges in schema app revoke all on tables from ROLE1;
           alter default privileges in schema app grant insert on tables to ROLE1`,
    shows: [changed(IN_APP, { 'privileges.ROLE1': [['SELECT'], ['INSERT']] })],
  },
  {
    it: 'follow the rename of their schema without a row of their own',
    given: GIVEN,
    when: 'alter schema app rename to sales',
    shows: [renamed('schema app', 'schema sales')],
    defines: {
      'default privileges of SUPERUSER in schema sales on tables': {
        role: 'SUPERUSER',
        schema: 'sales',
        on: 'tables',
        privileges: { ROLE1: ['SELECT'] },
      },
    },
  },
  {
    it: 'are granted beside the rename of their schema',
    given: GIVEN,
    when: `alter schema app rename to sales;
           alter default privileges in schema sales grant insert on tables to ROLE1`,
    shows: [
      renamed('schema app', 'schema sales'),
      renamed(IN_APP, 'default privileges of SUPERUSER in schema sales on tables', {
        schema: ['app', 'sales'],
        'privileges.ROLE1': [['SELECT'], ['INSERT', 'SELECT']],
      }),
    ],
  },
  {
    it: 'are removed with their schema',
    given: GIVEN,
    when: 'drop schema app cascade',
    shows: [removed('schema app'), removed(IN_APP)],
  },
  {
    it: 'are removed with what their role owns',
    given: [
      'alter default privileges for role ROLE1 grant select on tables to public',
      'alter default privileges in schema app grant select on sequences to ROLE1',
    ],
    when: 'drop owned by ROLE1',
    shows: [
      removed('default privileges of ROLE1 on tables'),
      removed('default privileges of SUPERUSER in schema app on sequences'),
    ],
  },
  {
    it: 'in an ignored schema are not tracked',
    given: `select pggit.configure_tracking(ignore_schemas => array['app'])`,
    when: GIVEN,
    shows: [],
  },
]);
