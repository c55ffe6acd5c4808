import { uniqueRole, useDatabase } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';
import { historyOf, trackFunction, versionOf } from './readback.js';

const db = useDatabase();

beforeAll(() =>
  db.client.query(`
    create schema app; create schema other; create schema "Odd ""one";
    create type app.status as enum ('on');
    create type "Odd ""one"."My Type" as (a int);
    create table app.orders (id int);
    create function app.process(id uuid, payload jsonb default '{"a": "(,)"}') returns void language sql as '';
    create function app.process(uuid) returns void language sql as '';
    create function app.process(id int, out total numeric, out note text) language sql as 'select 1.0, ''a''';
    create function app.process(variadic words text[]) returns void language sql as '';
    create function app.process(at timestamp with time zone, double precision, varchar) returns void language sql as '';
    create function app.process(app.status, app.status[]) returns void language sql as '';
    create function app.process(app.orders) returns void language sql as '';
    create function app.process() returns table (a int, b text) language sql as 'select 1, ''b''';
    create procedure app.run(a int, inout b int, out c text) language sql as 'select 1, ''a''';
    create aggregate app.total(int) (sfunc = int4pl, stype = int);
    create aggregate app.everything(*) (sfunc = int8inc, stype = bigint, initcond = 0);
    create aggregate app.middle(float8 order by float8) (
      sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_cont_float8_final);
    create aggregate app.place(variadic "any" order by variadic "any") (
      sfunc = ordered_set_transition_multi, stype = internal, finalfunc = rank_final, finalfunc_extra, hypothetical);
    create function "Odd ""one"."Do It"("Odd ""one"."My Type") returns void language sql as '';
    create function app.lonely() returns void language sql as '';
    create function app.same(int) returns void language sql as '';
    create function other.same(int) returns void language sql as ''`),
);

describe('a function is found by any spelling of its signature', () => {
  it.each([
    ['app.process(uuid, jsonb)', 'app.process(uuid, jsonb)'],
    ['app.process(uuid,jsonb)', 'app.process(uuid, jsonb)'],
    ['  APP.Process ( UUID , JSONB ) ', 'app.process(uuid, jsonb)'],
    ['"app"."process"(uuid, "jsonb")', 'app.process(uuid, jsonb)'],
    ['app.process(id uuid, payload jsonb)', 'app.process(uuid, jsonb)'],
    [`app.process(id uuid, payload jsonb default '{"a": "(,)"}')`, 'app.process(uuid, jsonb)'],
    [`app.process(id uuid, "pay load" jsonb = '{}'::jsonb)`, 'app.process(uuid, jsonb)'],
    ['app.process(in id uuid, in payload pg_catalog.jsonb)', 'app.process(uuid, jsonb)'],
    ['function app.process(uuid, jsonb) returns void', 'app.process(uuid, jsonb)'],
    ['create or replace function app.process(uuid, jsonb);', 'app.process(uuid, jsonb)'],
    ['process(uuid, jsonb)', 'app.process(uuid, jsonb)'],
    ['app.process(uuid)', 'app.process(uuid)'],
    ['app.process(int)', 'app.process(integer)'],
    ['app.process(int4)', 'app.process(integer)'],
    ['app.process(id integer, out total numeric, out note text)', 'app.process(integer)'],
    ['app.process(integer, numeric, text)', 'app.process(integer)'],
    ['app.process(text[])', 'app.process(text[])'],
    ['app.process(variadic text[])', 'app.process(text[])'],
    ['app.process(VARIADIC words text ARRAY)', 'app.process(text[])'],
    [
      'app.process(timestamptz, float8, character varying(20))',
      'app.process(timestamp with time zone, double precision, character varying)',
    ],
    [
      'app.process(at timestamp(3) with time zone, double precision, varchar)',
      'app.process(timestamp with time zone, double precision, character varying)',
    ],
    ['app.process(app.status, app.status[])', 'app.process(app.status, app.status[])'],
    ['app.process(status, all_of_them status[])', 'app.process(app.status, app.status[])'],
    ['app.process(app.orders)', 'app.process(app.orders)'],
    ['app.process()', 'app.process()'],
    ['app.process( ) returns table (a int, b text)', 'app.process()'],
    ['procedure app.run(int, int)', 'app.run(integer, integer)'],
    ['app.run(a int, inout b int, out c text)', 'app.run(integer, integer)'],
    ['app.run(int, int, text)', 'app.run(integer, integer)'],
    ['app.run', 'app.run(integer, integer)'],
    ['aggregate app.total(int)', 'app.total(integer)'],
    ['app.everything(*)', 'app.everything(*)'],
    ['app.everything', 'app.everything(*)'],
    [
      'app.middle(float8 ORDER BY float8)',
      'app.middle(double precision ORDER BY double precision)',
    ],
    ['app.middle(float8, float8)', 'app.middle(double precision ORDER BY double precision)'],
    ['app.place(VARIADIC "any" ORDER BY VARIADIC "any")', 'app.place("any" ORDER BY "any")'],
    ['"Odd ""one"."Do It"("Odd ""one"."My Type")', '"Odd ""one"."Do It"("Odd ""one"."My Type")'],
    ['"Do It"(x "My Type")', '"Odd ""one"."Do It"("Odd ""one"."My Type")'],
    ['lonely', 'app.lonely()'],
  ])('%s', async (signature, identity) => {
    const { rows } = await db.client.query(
      'select identity from pggit.function_history($1) limit 1',
      [signature],
    );
    expect(rows).toEqual([{ identity }]);
    expect(await versionOf(db.client, signature)).toBeNull();
  });
});

it('a function is found by types in schemas that a reader may not use', async () => {
  const role = await uniqueRole(db.client, 'login in role pggit_reader');
  const reader = await db.connect({ user: role.name, password: role.password });
  const identity = 'app.process(app.status, app.status[])';
  for (const signature of [identity, 'app.process(a app.status, "app" . status [])']) {
    const { rows } = await reader.query('select identity from pggit.function_history($1)', [
      signature,
    ]);
    expect(rows).toEqual([{ identity }]);
    const explained = await reader.query('select subject from pggit.explain_tracking($1)', [
      signature,
    ]);
    expect(explained.rows).toEqual([{ subject: `function ${identity}` }]);
  }
  for (const signature of ['app.process(app.nothing)', 'app.process(other.status, app.status[])']) {
    expect(await failureOf(historyOf(reader, signature))).toMatchObject({ code: 'PGF01' });
  }
});

describe('a signature is refused', () => {
  const OVERLOADS = [
    'app.process()',
    'app.process(app.orders)',
    'app.process(app.status, app.status[])',
    'app.process(integer)',
    'app.process(text[])',
    'app.process(timestamp with time zone, double precision, character varying)',
    'app.process(uuid)',
    'app.process(uuid, jsonb)',
  ];

  it.each([
    'app.process(text, jsonb)',
    'app.process(uuid, jsonb, int)',
    'app.process(nonsense)',
    'app.process(int[])',
    'other.process(uuid)',
    'app.process(int',
    'app.process(uuid) nonsense',
  ])('that nothing has, with the overloads there are: %s (PGF01)', async (signature) => {
    for (const call of [
      () => trackFunction(db.client, signature, '1'),
      () => versionOf(db.client, signature),
      () => historyOf(db.client, signature),
    ]) {
      const failure = await failureOf(call());
      expect(failure).toMatchObject({
        code: 'PGF01',
        message: `there is no function ${signature}`,
        detail: { signature, overloads: OVERLOADS },
      });
      expect(failure.hint).toContain('app.process(uuid, jsonb)');
    }
  });

  it.each([
    'nowhere.nothing(int)',
    '',
    '(',
    'app.lonely)',
    'a.b.c.d(int)',
    '"unfinished(int)',
    "app.process(uuid, 'quote)",
    'app process()',
    '; drop table app.orders',
    null,
  ])('that is none: %s (PGF01)', async (signature) => {
    const failure = await failureOf(trackFunction(db.client, signature));
    expect(failure).toMatchObject({ code: 'PGF01' });
    expect(failure.hint).not.toBe('');
  });

  it('without arguments where there are overloads (PGF02)', async () => {
    const failure = await failureOf(versionOf(db.client, 'app.process'));
    expect(failure).toMatchObject({
      code: 'PGF02',
      detail: { signature: 'app.process', overloads: OVERLOADS },
    });
    expect(failure.hint).toContain('app.process(uuid)');
  });

  it('without a schema where several have it (PGF02)', async () => {
    for (const call of [trackFunction, versionOf, historyOf]) {
      expect(await failureOf(call(db.client, 'same(int)'))).toMatchObject({
        code: 'PGF02',
        detail: { overloads: ['app.same(integer)', 'other.same(integer)'] },
      });
    }
  });
});
