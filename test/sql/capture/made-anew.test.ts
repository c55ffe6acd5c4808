import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { expectationsOf, SOUND, shown } from '../kinds/observer.js';
import { removed } from '../kinds/rows.js';

const TF = `create function app.tf() returns trigger language plpgsql as 'begin return new; end'`;

/** Objects that are made again unseen: pggit knows them by another oid than the catalog. */
const OBJECTS = [
  { object: 'schema s', create: 'create schema s', drop: 'drop schema s' },
  { object: 'extension citext', create: 'create extension citext', drop: 'drop extension citext' },
  { object: 'enum app.e', create: `create type app.e as enum ('a')`, drop: 'drop type app.e' },
  { object: 'domain app.d', create: 'create domain app.d as int', drop: 'drop domain app.d' },
  {
    object: 'composite type app.c',
    create: 'create type app.c as (a int)',
    drop: 'drop type app.c',
  },
  { object: 'sequence app.s', create: 'create sequence app.s', drop: 'drop sequence app.s' },
  { object: 'table app."T t"', create: 'create table app."T t" ()', drop: 'drop table app."T t"' },
  { object: 'index app.i', create: 'create index i on app.base (id)', drop: 'drop index app.i' },
  {
    object: 'function app.f(integer, timestamp with time zone, app.base)',
    create: 'create function app.f(int, timestamptz, app.base) returns int language sql return 1',
    drop: 'drop function app.f',
  },
  {
    object: 'procedure app.p(text[])',
    create: `create procedure app.p(text[]) language sql as 'select 1'`,
    drop: 'drop procedure app.p',
  },
  { object: 'view app.v', create: 'create view app.v as select 1 as a', drop: 'drop view app.v' },
  {
    object: 'materialized view app.m',
    create: 'create materialized view app.m as select 1 as a',
    drop: 'drop materialized view app.m',
  },
  {
    object: 'trigger tg on app.base',
    create: 'create trigger tg before insert on app.base for each row execute function app.tf()',
    drop: 'drop trigger tg on app.base',
  },
];

describe('an object that was made anew unseen', () => {
  const db = useDatabase({ per: 'test' });

  it.each(OBJECTS)('$object: its drop is recorded', async ({ object, create, drop }) => {
    await db.client.query(`create schema app; create table app.base (id int); ${TF}`);
    await db.client.query(create);
    const session = await db.connect({ options: '-c pggit.tracking=off' });
    await session.query(`${drop}; ${create}`);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
    await db.client.query(drop);
    expect(await shown(db.client)).toEqual([removed(object)]);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it.each(OBJECTS)(
    '$object: its drop CASCADE with everything is recorded',
    async ({ object, create, drop }) => {
      await db.client.query(`create schema app; create table app.base (id int); ${TF}`);
      await db.client.query(create);
      const session = await db.connect({ options: '-c pggit.tracking=off' });
      await session.query(`${drop}; ${create}`);
      await db.client.query(
        'drop schema if exists s cascade; drop extension if exists citext cascade; drop schema app cascade',
      );
      expect(await shown(db.client)).toContainEqual(removed(object));
      expect(await expectationsOf(db.client)).toEqual(SOUND);
    },
  );
});
