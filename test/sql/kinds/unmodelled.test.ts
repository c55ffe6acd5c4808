import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
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
