import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { expectationsOf, SOUND, traces } from './observer.js';

const UNMODELLED = [
  ['foreign-data wrapper', 'create foreign data wrapper w'],
  ['publication', 'create publication pub for table app.t'],
  ['event trigger', 'create event trigger e on ddl_command_start execute function app.e()'],
  ['default acl', 'alter default privileges in schema app grant select on tables to public'],
  ['cast', 'create cast (app.pair as app.other_pair) with function app.c(app.pair)'],
  ['text search configuration', 'create text search configuration app.ts (copy = simple)'],
  ['operator', 'create operator app.=== (leftarg = int, rightarg = int, function = int4eq)'],
  ['conversion', `create conversion app.conv for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1`],
  ['operator family', 'create operator family app.fam using btree'],
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
});
