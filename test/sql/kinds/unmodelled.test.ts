import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { warningsOf } from './cases.js';
import { expectationsOf, SOUND, traces } from './observer.js';

const UNMODELLED = [
  ['cast', 'create cast (app.pair as app.other_pair) with function app.c(app.pair)'],
  ['text search configuration', 'create text search configuration app.ts (copy = simple)'],
  ['operator', 'create operator app.=== (leftarg = int, rightarg = int, function = int4eq)'],
  ['conversion', `create conversion app.conv for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1`],
  ['operator family', 'create operator family app.fam using btree'],
  ['operator class', 'create operator class app.oc for type int using hash as operator 1 ='],
  ['text search dictionary', 'create text search dictionary app.d (template = simple)'],
  [
    'text search parser',
    `create text search parser app.p (start = prsd_start,
     gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype)`,
  ],
  ['text search template', 'create text search template app.tt (lexize = dsimple_lexize)'],
  ['language', 'create language l handler plpgsql_call_handler'],
  [
    'transform',
    'create transform for int language sql (from sql with function prsd_lextype(internal))',
  ],
  ['type', 'create type app.shell'],
  ['access method', 'create access method am type index handler bthandler'],
] as const;

const EVERY_DDL = [
  'create cast (app.pair as app.other_pair) with function app.c(app.pair) as assignment',
  `comment on cast (app.pair as app.other_pair) is 'x'`,
  'drop cast (app.pair as app.other_pair)',
  'create operator app.=== (leftarg = int, rightarg = int, function = int4eq, restrict = eqsel)',
  'alter operator app.=== (int, int) set (restrict = none)',
  'alter operator app.=== (int, int) set schema other',
  'alter operator other.=== (int, int) owner to current_user',
  `comment on operator other.=== (int, int) is 'x'`,
  'create operator family app.fam using btree',
  'alter operator family app.fam using btree add operator 1 < (int, int), function 1 btint4cmp(int, int)',
  'alter operator family app.fam using btree drop operator 1 (int, int), function 1 (int, int)',
  'alter operator family app.fam using btree rename to family',
  'alter operator family app.family using btree set schema other',
  `create operator class app.oc for type int using btree family other.family as
     function 1 btint4cmp(int, int), operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >`,
  'alter operator class app.oc using btree rename to class',
  'alter operator class app.class using btree owner to current_user',
  `comment on operator class app.class using btree is 'x'`,
  'drop operator class app.class using btree',
  'drop operator family other.family using btree',
  'drop operator other.=== (int, int)',
  `create conversion app.conv for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1`,
  'alter conversion app.conv rename to con',
  'alter conversion app.con set schema other',
  'drop conversion other.con',
  'create text search dictionary app.d (template = simple)',
  `alter text search dictionary app.d (accept = false)`,
  'create text search configuration app.ts (copy = simple)',
  'alter text search configuration app.ts alter mapping for word with app.d',
  'alter text search configuration app.ts drop mapping for word',
  'alter text search configuration app.ts rename to words',
  'alter text search configuration app.words set schema other',
  `comment on text search configuration other.words is 'x'`,
  'drop text search configuration other.words',
  'drop text search dictionary app.d',
  'create text search template app.tt (lexize = dsimple_lexize)',
  'alter text search template app.tt rename to template',
  'drop text search template app.template',
  `create text search parser app.p (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end,
     lextypes = prsd_lextype)`,
  'alter text search parser app.p set schema other',
  'drop text search parser other.p',
  'create trusted language l handler plpgsql_call_handler',
  'alter language l rename to m',
  'grant usage on language m to public',
  `comment on language m is 'x'`,
  'drop language m',
  'create transform for int language sql (from sql with function prsd_lextype(internal))',
  `comment on transform for int language sql is 'x'`,
  'drop transform for int language sql',
  'create access method am type index handler bthandler',
  `comment on access method am is 'x'`,
  'drop access method am',
  'create type app.shell',
  'alter type app.shell owner to current_user',
  'drop type app.shell',
] as const;

describe('a kind that is not modelled', () => {
  const db = useDatabase({ per: 'test' });

  it.each(UNMODELLED)('%s: says so, and neither records nor drifts', async (kind, statement) => {
    await db.client.query(
      `create schema app; create table app.t (a int, b int); create type app.pair as (a int);
       create type app.other_pair as (a int);
       create function app.c(app.pair) returns app.other_pair language sql return row(1)::app.other_pair;
       create function app.e() returns event_trigger language plpgsql as 'begin end'`,
    );
    const other = await db.connect();
    const before = await traces(other);

    await db.client.query(statement);

    expect(await traces(other)).toEqual(before);
    expect(await expectationsOf(other)).toEqual(SOUND);
    const { rows } = await other.query(`select state, kind from pggit.status()`);
    expect(rows).toContainEqual({ state: 'unmodelled', kind });
  });

  it('every one: may be altered, commented and dropped without a trace', async () => {
    await db.client.query(
      `create schema app; create schema other;
       create function app.neg(int) returns int language sql immutable return -$1;
       create type app.pair as (a int); create type app.other_pair as (a int);
       create function app.c(app.pair) returns app.other_pair language sql return row(1)::app.other_pair`,
    );
    const other = await db.connect();
    const before = await traces(other);
    const warnings = warningsOf(db.client);
    for (const statement of EVERY_DDL) await db.client.query(statement);
    expect(await traces(other)).toEqual(before);
    expect(await expectationsOf(other)).toEqual(SOUND);
    expect(await unmodelled()).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('every one: takes along what uses it, which is recorded', async () => {
    await db.client.query(
      `create schema app;
       create operator app.=== (leftarg = int, rightarg = int, function = int4eq);
       create view app.v as select 1 operator(app.===) 2 as same;
       create table app.t (a int, b text, check (a operator(app.===) 1));
       create text search configuration app.words (copy = simple);
       alter table app.t add ts tsvector generated always as (to_tsvector('app.words'::regconfig, b)) stored;
       create operator class app.backwards for type int using btree as function 1 btint4cmp(int, int),
         operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >;
       create index i on app.t (a app.backwards);
       create access method heap2 type table handler heap_tableam_handler;
       create table app.u (a int) using heap2;
       create language l handler plpgsql_call_handler;
       create function app.f() returns int language l as 'x'`,
    );
    await db.client.query(
      `drop operator app.=== (int, int) cascade; drop text search configuration app.words cascade;
       drop operator class app.backwards using btree cascade; drop access method heap2 cascade;
       drop language l cascade`,
    );
    const { rows } = await db.client.query(
      `select change || ' ' || kind || ' ' || identity as line, attributes from pggit.show('HEAD')`,
    );
    expect(rows).toEqual([
      {
        line: 'changed table app.t',
        attributes: {
          'columns.ts': [expect.anything(), null],
          'constraints.t_a_check': [expect.anything(), null],
        },
      },
      { line: 'removed table app.u', attributes: {} },
      { line: 'removed index app.i', attributes: {} },
      { line: 'removed function app.f()', attributes: {} },
      { line: 'removed view app.v', attributes: {} },
    ]);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('base type: named beside its functions, which are recorded', async () => {
    await db.client.query(
      `create schema app; create type app.base;
       create function app.i(cstring) returns app.base language internal immutable strict as 'textin';
       create function app.o(app.base) returns cstring language internal immutable strict as 'textout';
       create type app.base (input = app.i, output = app.o, element = "char", like = name)`,
    );
    expect(await expectationsOf(db.client)).toEqual(SOUND);
    expect(await unmodelled()).toEqual(['type app.base']);
    const { rows } = await db.client.query(`select identity from pggit.show('HEAD')`);
    expect(rows).toEqual([
      { identity: 'app' },
      { identity: 'app.i(cstring)' },
      { identity: 'app.o(app.base)' },
    ]);
  });

  it('subscription: named in its own database only', async () => {
    await db.client.query(
      `create subscription nowhere connection 'dbname=nowhere' publication p
         with (connect = false, slot_name = none)`,
    );
    const { rows } = await db.client.query(
      'select count(*)::int as count from pg_subscription where subname = $1',
      ['nowhere'],
    );
    const names = await unmodelled();
    await db.client.query('drop subscription nowhere');
    expect(rows).toEqual([{ count: 1 }]);
    expect(names).toEqual(['subscription nowhere']);
    expect(await unmodelled()).toEqual([]);
  });

  it('security label: named with the object it is on', async () => {
    await db.client.query(
      `create table public.t (id int);
       insert into pg_seclabel values ('public.t'::regclass, 'pg_class'::regclass, 1, 'test', 'x')`,
    );
    expect(await unmodelled()).toEqual(['security label test on table column public.t.id']);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  async function unmodelled(): Promise<string[]> {
    const { rows } = await db.client.query(
      `select kind || ' ' || identity as name from pggit.status() where state = 'unmodelled'`,
    );
    return rows.map(({ name }) => name);
  }
});
