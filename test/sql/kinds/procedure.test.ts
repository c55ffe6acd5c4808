import { expect } from 'vitest';
import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const P = 'procedure app.p(integer)';
const GIVEN = `create procedure app.p(a int) language sql as 'select a'`;

testKind('procedure', [
  {
    it: 'is described with arguments and body',
    when: `create procedure app.p(a int, inout b text default 'x') language plpgsql
             security definer set work_mem = '1MB' as 'begin commit; end'`,
    shows: [added('procedure app.p(integer, text)')],
    defines: {
      'procedure app.p(integer, text)': {
        language: 'plpgsql',
        arguments: [
          { name: 'a', type: 'integer' },
          { name: 'b', mode: 'inout', type: 'text', default: "'x'::text" },
        ],
        body: 'begin commit; end',
        security_definer: true,
        settings: { work_mem: '1MB' },
      },
    },
  },
  {
    it: 'has out arguments, which are no part of its identity',
    when: `create procedure app.p(a int, out b text) language plpgsql as 'begin end'`,
    shows: [added(P)],
  },
  {
    it: 'has a standard body',
    given: 'create table app.t (id int)',
    when: 'create procedure app.p(a int) language sql begin atomic delete from app.t; end',
    shows: [added(P)],
  },
  {
    it: 'is replaced and altered',
    given: GIVEN,
    when: `create or replace procedure app.p(a int) language sql as 'select 1';
           alter procedure app.p(int) security definer set search_path = app`,
    shows: [
      changed(P, {
        body: ['select a', 'select 1'],
        security_definer: [null, true],
        'settings.search_path': [null, 'app'],
      }),
    ],
  },
  {
    it: 'goes back to what procedures are by default',
    given: `create procedure app.p(a int) language sql security definer set work_mem = '1MB' set search_path = app
              as 'select a'`,
    when: `alter procedure app.p(int) security invoker reset work_mem; alter routine app.p(int) reset all`,
    shows: [
      changed(P, {
        security_definer: [true, null],
        'settings.work_mem': ['1MB', null],
        'settings.search_path': ['app', null],
      }),
    ],
  },
  {
    it: 'may depend on an extension, and goes with it',
    given: [
      GIVEN,
      'create extension citext',
      'alter procedure app.p(int) depends on extension citext',
    ],
    when: 'drop extension citext',
    shows: [removed('extension citext'), removed(P)],
  },
  {
    it: 'of all procedures in a schema is granted',
    given: GIVEN,
    when: 'grant execute on all procedures in schema app to ROLE1',
    shows: [changed(P, { privileges: [null, expect.objectContaining({ ROLE1: ['EXECUTE'] })] })],
  },
  {
    it: 'is renamed',
    given: GIVEN,
    when: 'alter procedure app.p(int) rename to q',
    shows: [renamed(P, 'procedure app.q(integer)')],
  },
  {
    it: 'moves to another schema',
    given: GIVEN,
    when: 'alter routine app.p(int) set schema other',
    shows: [renamed(P, 'procedure other.p(integer)')],
  },
  {
    it: 'gets an owner and a comment',
    given: GIVEN,
    when: `alter procedure app.p(int) owner to ROLE1; comment on procedure app.p(int) is 'work'`,
    shows: [changed(P, { owner: ['SUPERUSER', 'ROLE1'], comment: [null, 'work'] })],
  },
  {
    it: 'is granted and revoked',
    given: [GIVEN, 'grant execute on procedure app.p(int) to ROLE1'],
    when: 'revoke all on procedure app.p(int) from public, ROLE1; grant execute on procedure app.p(int) to ROLE2',
    shows: [
      changed(P, {
        'privileges.PUBLIC': [['EXECUTE'], null],
        'privileges.ROLE1': [['EXECUTE'], null],
        'privileges.ROLE2': [null, ['EXECUTE']],
      }),
    ],
  },
  {
    it: 'becomes a function of the same name: another object',
    given: GIVEN,
    when: `drop procedure app.p(int); create function app.p(int) returns int language sql as 'select 1'`,
    shows: [removed(P), added('function app.p(integer)')],
  },
  {
    it: 'is removed',
    given: GIVEN,
    when: 'drop routine app.p(int)',
    shows: [removed(P)],
  },
  {
    it: 'is removed with the type in its signature',
    given: [
      `create type app.pair as (a int)`,
      `create procedure app.p(app.pair) language sql as 'select 1'`,
    ],
    when: 'drop type app.pair cascade',
    shows: [removed('composite type app.pair'), removed('procedure app.p(app.pair)')],
  },
]);
