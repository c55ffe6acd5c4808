import { statements } from './statement.js';

export const ROUTINES = [
  ...statements({
    make: [
      `create function <new>(<type>) returns int language sql as 'select <n>'`,
      'create or replace function <new>(int) returns int language sql immutable return $1 + <n>',
      `create function <new>(a int, b text default <default>::text) returns table (x int, y text) language sql stable strict rows <n> as 'select 1, null::text'`,
      `create function <new>(inout a int, out b text, variadic c int[]) language plpgsql leakproof cost <n> as 'begin end'`,
      `create or replace function <new>() returns trigger language plpgsql as 'begin return new; end'`,
      `create function <new>() returns trigger language plpgsql security definer set search_path = '' as 'begin return null; end'`,
      `create function <new>() returns event_trigger language plpgsql as 'begin end'`,
      'create function <new>(<relation>) returns setof <relation> language sql begin atomic select * from <relation>; end',
      `create function <new>() returns boolean language sql as $x$ select '$$'::text <> '' $x$`,
      `create function <new>(int, int) returns int language sql immutable parallel safe as 'select $1 + $2'`,
      `create procedure <new>(a int, inout b text) language plpgsql as 'begin commit; end'`,
      'create procedure <new>() language sql begin atomic delete from <table>; end',
    ],
    change: [
      'create or replace function <int function>(int) returns int language sql immutable return $1 * <n>',
      `create or replace function <trigger function>() returns trigger language plpgsql as 'begin return old; end'`,
      'alter routine <routine> rename to <name>',
      'alter routine <routine> set schema <schema>',
      'alter routine <routine> owner to <role>',
      'alter function <function> strict cost <n> <volatility>',
      'alter function <function> called on null input parallel restricted',
      'alter function <set function> rows <n>',
      'alter routine <routine> security definer',
      'alter routine <routine> security invoker',
      `alter routine <routine> set work_mem = '<n>MB'`,
      'alter routine <routine> set search_path = a, "C d"',
      'alter routine <routine> reset all',
      'comment on routine <routine> is <comment>',
      'grant execute on routine <routine> to <grantee> <grant option>',
      'revoke <revoke option> execute on routine <routine> from <grantee> cascade',
      'revoke all on routine <routine> from public',
    ],
    drop: ['drop routine <routine> <cascade>'],
  }),
  ...statements({
    make: [
      'create function <new>() returns void language sql begin atomic merge into <table> t using (values (<n>)) s (n) on s.n = 0 when matched then delete when not matched then do nothing; end',
    ],
  }),
  ...statements(
    {
      make: [
        'create function <new>(int) returns setof text language sql begin atomic merge into <table> t using (values (<n>)) s (n) on s.n = $1 when matched then delete when not matched by source then do nothing returning merge_action(); end',
      ],
    },
    { since: 17 },
  ),
];

export const AGGREGATES = statements({
  make: [
    `create aggregate <new>(int) (sfunc = int4pl, stype = int, initcond = '<n>')`,
    'create aggregate <new>(x int) (sfunc = array_append, stype = int[])',
    'create aggregate <new>(*) (sfunc = int8inc, stype = bigint, initcond = 0, parallel = safe)',
    `create aggregate <new>(double precision order by anyelement) (sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra)`,
    'create aggregate <new>(int) (sfunc = int4larger, stype = int, combinefunc = int4larger, sortop = >)',
    'create or replace aggregate <new>(int) (sfunc = int4smaller, stype = int, msfunc = int4pl, minvfunc = int4mi, mstype = int)',
  ],
  change: [
    'alter aggregate <aggregate> rename to <name>',
    'alter aggregate <aggregate> set schema <schema>',
    'alter aggregate <aggregate> owner to <role>',
    'comment on aggregate <aggregate> is <comment>',
    'grant execute on function <aggregate signature> to <grantee>',
    'revoke all on function <aggregate signature> from public',
  ],
  drop: ['drop aggregate <aggregate> <cascade>'],
});
