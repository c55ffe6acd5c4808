import { expect } from 'vitest';
import { testKind } from './cases.js';
import { added, changed, removed, renamed } from './rows.js';

const A = 'aggregate app.total(integer)';
const GIVEN = 'create aggregate app.total(a int) (sfunc = int4pl, stype = int)';
const TOTAL = {
  arguments: [{ name: 'a', type: 'integer' }],
  returns: 'integer',
  transition: { function: 'int4pl', state: 'integer' },
};

testKind('aggregate', [
  {
    it: 'is described with its signature, transition function and state',
    when: GIVEN,
    shows: [added(A)],
    defines: { [A]: TOTAL },
  },
  {
    it: 'is described with every function it has, its state and its safety',
    when: `create aggregate app.mean(bigint) (
             sfunc = int8_avg_accum, stype = internal, sspace = 48,
             finalfunc = numeric_poly_avg, finalfunc_modify = shareable,
             combinefunc = int8_avg_combine, serialfunc = int8_avg_serialize,
             deserialfunc = int8_avg_deserialize, parallel = safe)`,
    shows: [added('aggregate app.mean(bigint)')],
    defines: {
      'aggregate app.mean(bigint)': {
        arguments: [{ type: 'bigint' }],
        returns: 'numeric',
        parallel: 'safe',
        transition: {
          function: 'int8_avg_accum',
          state: 'internal',
          state_size: 48,
          final: 'numeric_poly_avg',
          final_modify: 'shareable',
        },
        combine: 'int8_avg_combine',
        serialize: 'int8_avg_serialize',
        deserialize: 'int8_avg_deserialize',
      },
    },
  },
  {
    it: 'is described with what it does for moving windows',
    when: `create aggregate app.total(int) (
             sfunc = int4pl, stype = int, initcond = '0', msfunc = int4_avg_accum,
             minvfunc = int4_avg_accum_inv, mstype = int8[], msspace = 32, minitcond = '{0,0}',
             mfinalfunc = app.first_of, mfinalfunc_extra, mfinalfunc_modify = read_write)`,
    given: `create function app.first_of(int8[], int) returns int language sql immutable return ($1)[1]`,
    shows: [added(A)],
    defines: {
      [A]: {
        arguments: [{ type: 'integer' }],
        returns: 'integer',
        transition: { function: 'int4pl', state: 'integer', initial_value: '0' },
        moving: {
          function: 'int4_avg_accum',
          inverse: 'int4_avg_accum_inv',
          state: 'bigint[]',
          state_size: 32,
          initial_value: '{0,0}',
          final: 'app.first_of',
          final_extra: true,
          final_modify: 'read write',
        },
      },
    },
  },
  {
    it: 'names the operator by which it sorts',
    when: 'create aggregate app.least(int) (sfunc = int4smaller, stype = int, sortop = <)',
    shows: [added('aggregate app."least"(integer)')],
    defines: {
      'aggregate app."least"(integer)': {
        arguments: [{ type: 'integer' }],
        returns: 'integer',
        transition: { function: 'int4smaller', state: 'integer' },
        sort_operator: '<(integer,integer)',
      },
    },
  },
  {
    it: 'may have no argument, many, a variable number and any type',
    when: `create aggregate app.total(*) (sfunc = int8inc, stype = int8, initcond = '0');
           create aggregate app.total(a int, b int) (sfunc = app.sum3, stype = int);
           create aggregate app.total(variadic c int[]) (sfunc = app.sum_all, stype = int);
           create aggregate app.total(anycompatible) (sfunc = array_append, stype = anycompatiblearray)`,
    given: `create function app.sum3(int, int, int) returns int language sql return $1 + $2 + $3;
            create function app.sum_all(int, variadic int[]) returns int language sql return $1`,
    shows: [
      added('aggregate app.total(*)'),
      added('aggregate app.total(integer, integer)'),
      added('aggregate app.total(integer[])'),
      added('aggregate app.total(anycompatible)'),
    ],
    defines: {
      'aggregate app.total(integer[])': {
        arguments: [{ name: 'c', mode: 'variadic', type: 'integer[]' }],
        returns: 'integer',
        transition: { function: 'app.sum_all', state: 'integer' },
      },
    },
  },
  {
    it: 'may work on an ordered set',
    when: `create aggregate app.part(float8 order by v anyelement) (
             sfunc = ordered_set_transition, stype = internal,
             finalfunc = percentile_disc_final, finalfunc_extra)`,
    shows: [added('aggregate app.part(double precision ORDER BY anyelement)')],
    defines: {
      'aggregate app.part(double precision ORDER BY anyelement)': {
        arguments: [{ type: 'double precision' }, { name: 'v', type: 'anyelement' }],
        returns: 'anyelement',
        set: 'ordered',
        direct_arguments: 1,
        transition: {
          function: 'ordered_set_transition',
          state: 'internal',
          final: 'percentile_disc_final',
          final_extra: true,
        },
      },
    },
  },
  {
    it: 'may work on a hypothetical set',
    when: `create aggregate app.place(variadic "any" order by variadic "any") (
             sfunc = ordered_set_transition_multi, stype = internal,
             finalfunc = rank_final, finalfunc_extra, finalfunc_modify = read_only, hypothetical)`,
    shows: [added('aggregate app.place("any" ORDER BY "any")')],
    defines: {
      'aggregate app.place("any" ORDER BY "any")': expect.objectContaining({
        set: 'hypothetical',
        direct_arguments: 1,
        transition: expect.objectContaining({ final_modify: 'read only' }),
      }),
    },
  },
  {
    it: 'has a signature that ALTER AGGREGATE takes',
    given: `create function app.last_of(internal) returns int language internal as 'percentile_disc_final';
            create aggregate app.part(order by int) (
             sfunc = ordered_set_transition, stype = internal, finalfunc = app.last_of)`,
    when: 'alter aggregate app.part(ORDER BY integer) rename to piece',
    shows: [
      renamed('aggregate app.part(ORDER BY integer)', 'aggregate app.piece(ORDER BY integer)'),
    ],
  },
  {
    it: 'is replaced',
    given: GIVEN,
    when: `create or replace aggregate app.total(a int) (
             sfunc = int4larger, stype = int, initcond = '1', parallel = restricted)`,
    shows: [
      changed(A, {
        'transition.function': ['int4pl', 'int4larger'],
        'transition.initial_value': [null, '1'],
        parallel: [null, 'restricted'],
      }),
    ],
  },
  {
    it: 'does not change when replaced by itself',
    given: GIVEN,
    when: `create or replace aggregate app.total(a int4) (sfunc = int4pl, stype = integer, parallel = unsafe)`,
    shows: [],
  },
  {
    it: 'is renamed in one row, with the view that uses it',
    given: [
      GIVEN,
      'create view app.v as select app.total(x) as total from generate_series(1, 2) as g (x)',
    ],
    when: 'alter aggregate app.total(int) rename to amount',
    shows: [renamed(A, 'aggregate app.amount(integer)')],
    defines: {
      'view app.v': expect.objectContaining({
        query: expect.stringMatching(/app\.amount\((g\.)?x\)/),
      }),
    },
  },
  {
    it: 'moves to another schema',
    given: GIVEN,
    when: 'alter aggregate app.total(int) set schema other',
    shows: [renamed(A, 'aggregate other.total(integer)')],
  },
  {
    it: 'follows the rename of its functions without a row of its own',
    given: [
      `create type app.state as (n int)`,
      `create function app.add(app.state, int) returns app.state language sql return row($2)::app.state;
       create function app.done(app.state) returns int language sql return ($1).n;
       create aggregate app.total(int) (sfunc = app.add, stype = app.state, finalfunc = app.done)`,
    ],
    when: 'alter function app.add rename to plus; alter function app.done set schema other',
    shows: [
      renamed('function app.add(app.state, integer)', 'function app.plus(app.state, integer)'),
      renamed('function app.done(app.state)', 'function other.done(app.state)'),
    ],
    defines: {
      [A]: {
        arguments: [{ type: 'integer' }],
        returns: 'integer',
        transition: { function: 'app.plus', state: 'app.state', final: 'other.done' },
      },
    },
  },
  {
    it: 'follows the rename of its types without a row of its own',
    given: [
      `create type app.mood as enum ('sad', 'ok')`,
      `create function app.worse(app.mood, app.mood) returns app.mood language sql as 'select $1';
       create aggregate app.worst(app.mood) (sfunc = app.worse, stype = app.mood)`,
    ],
    when: 'alter type app.mood set schema other',
    shows: [renamed('enum app.mood', 'enum other.mood')],
    defines: {
      'aggregate app.worst(other.mood)': {
        arguments: [{ type: 'other.mood' }],
        returns: 'other.mood',
        transition: { function: 'app.worse', state: 'other.mood' },
      },
    },
  },
  {
    it: 'gets an owner and a comment',
    given: GIVEN,
    when: `alter aggregate app.total(int) owner to ROLE1; comment on aggregate app.total(int) is 'sum'`,
    shows: [changed(A, { owner: ['SUPERUSER', 'ROLE1'], comment: [null, 'sum'] })],
  },
  {
    it: 'is granted and revoked',
    given: [GIVEN, 'grant execute on function app.total(int) to ROLE1'],
    when: `revoke all on routine app.total(int) from public;
           grant execute on all functions in schema app to ROLE2`,
    shows: [
      changed(A, {
        'privileges.PUBLIC': [['EXECUTE'], null],
        'privileges.ROLE2': [null, ['EXECUTE']],
      }),
    ],
  },
  {
    it: 'is removed',
    given: GIVEN,
    when: 'drop aggregate app.total(int)',
    shows: [removed(A)],
  },
  {
    it: 'is removed with the function it calls, and the view over it',
    given: [
      `create function app.add(int, int) returns int language sql return $1 + $2`,
      `create aggregate app.total(int) (sfunc = app.add, stype = int);
       create view app.v as select app.total(x) as total from generate_series(1, 2) as g (x)`,
    ],
    when: 'drop function app.add(int, int) cascade',
    shows: [removed('function app.add(integer, integer)'), removed(A), removed('view app.v')],
  },
  {
    it: 'is removed with its schema',
    given: GIVEN,
    when: 'drop schema app cascade',
    shows: [removed('schema app'), removed(A)],
  },
]);
