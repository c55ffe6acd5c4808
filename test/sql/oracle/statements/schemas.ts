import { statements } from './statement.js';

export const SCHEMAS = [
  ...statements({
    make: [
      'create schema <new schema>',
      'create schema <new schema> authorization <role>',
      'create schema <new schema> create table r1 (c1 int primary key) create view r2 as select * from r1',
      'create schema if not exists <new schema>',
    ],
    change: [
      'alter schema <schema> rename to <new schema>',
      'alter schema <schema> owner to <role>',
      'comment on schema <schema> is <comment>',
      'comment on schema public is <comment>',
      'grant usage, create on schema <schema> to <grantee> <grant option>',
      'grant create on schema public to <role>',
      'revoke <revoke option> create on schema <schema> from <grantee>',
      'revoke all on schema public from public',
    ],
    drop: ['drop schema <schema>', 'drop schema "C d" cascade'],
  }),
];

export const GRANTS = [
  ...statements({
    change: [
      'grant <table privilege> on <relation> to <grantee> <grant option>',
      'grant <table privilege> on <relation>, <relation> to <role>, <grantee>',
      'revoke <revoke option> <table privilege> on <relation> from <grantee> cascade',
      'revoke all on <relation> from current_user',
      'set role <role>; grant <table privilege> on <relation> to <grantee> with grant option; reset role',
      'set role <role>; grant usage on schema <schema> to <grantee>; reset role',
      'set role <role>; grant execute on routine <routine> to <grantee>; reset role',
      'grant select on all tables in schema <schema> to <grantee>',
      'revoke all on all tables in schema <schema> from <grantee>',
      'grant all on all sequences in schema <schema> to <grantee>',
      'grant execute on all routines in schema <schema> to <grantee>',
      'revoke execute on all functions in schema <schema> from public',
    ],
  }),
  ...statements({ change: ['grant maintain on <relation> to <role>'] }, { since: 17 }),
  ...statements(
    {
      change: ['reassign owned by <role> to <role>', 'reassign owned by <role> to current_user'],
    },
    { isUnseen: true },
  ),
  ...statements({ drop: ['drop owned by <role>', 'drop owned by <role> cascade'] }),
];

export const DEFAULT_PRIVILEGES = [
  ...statements({
    change: [
      'alter default privileges grant <table privilege> on tables to <grantee>',
      'alter default privileges in schema <schema> grant select on tables to <grantee> <grant option>',
      'alter default privileges for role <role> revoke execute on functions from public',
      'alter default privileges for role <role> grant execute on functions to public',
      'alter default privileges grant usage on sequences to <grantee>',
      'alter default privileges grant create on schemas to <grantee>',
      'alter default privileges revoke all on tables from <grantee>',
      'alter default privileges in schema <schema> revoke all on tables from <grantee>',
      'alter default privileges revoke all on sequences from <grantee>',
      'alter default privileges revoke all on schemas from <grantee>',
    ],
  }),
  // Servers before 17 give a multirange type rights of its own then, which pg_dump does not tell.
  ...statements(
    {
      change: [
        'alter default privileges grant usage on types to <grantee>',
        'alter default privileges revoke usage on types from public',
      ],
    },
    { since: 17 },
  ),
];

export const EXTENSIONS = statements({
  make: ['create extension citext schema extensions', 'create extension if not exists pg_trgm'],
  change: [
    'alter extension <extension> set schema public',
    'alter extension <extension> set schema extensions',
    'comment on extension <extension> is <comment>',
    'alter extension <extension> add function <function>',
    'alter extension <extension> add table <table>',
    'alter extension <extension> drop table <member table>',
    'alter extension <extension> drop function <member function>',
  ],
  drop: ['drop extension <extension> <cascade>'],
});
