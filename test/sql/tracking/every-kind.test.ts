import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { shown } from '../kinds/observer.js';

interface Commented {
  /** As pggit names it: kind and identity. */
  readonly object: string;
  /** As COMMENT ON names it. */
  readonly on: string;
  /** What makes it, in schema `app`. */
  readonly make: string;
  /** Whether it is in a schema, whose comment holds for it. */
  readonly isInSchema: boolean;
}

const TRIGGER_FUNCTION = `create function app.touch() returns trigger language plpgsql as 'begin return new; end'`;

/** One of every kind that takes a comment. What it takes beside is made in a schema of its own. */
const OBJECTS: readonly Commented[] = [
  ['schema', 'app', 'schema app', ''],
  ['extension', 'citext', 'extension citext', 'create extension citext', false],
  ['foreign data wrapper', 'w', 'foreign data wrapper w', 'create foreign data wrapper w', false],
  ['foreign server', 's', 'server s', 'create server s foreign data wrapper base', false],
  ['collation', 'app.c', 'collation app.c', `create collation app.c from "C"`],
  ['enum', 'app.e', 'type app.e', `create type app.e as enum ('a')`],
  ['domain', 'app.d', 'domain app.d', 'create domain app.d as int'],
  ['composite type', 'app.ct', 'type app.ct', 'create type app.ct as (a int)'],
  ['range type', 'app.r', 'type app.r', 'create type app.r as range (subtype = int)'],
  ['sequence', 'app.q', 'sequence app.q', 'create sequence app.q'],
  ['table', 'app.t', 'table app.t', 'create table app.t (a int)'],
  [
    'foreign table',
    'app.ft',
    'foreign table app.ft',
    'create foreign table app.ft (a int) server b',
  ],
  ['index', 'app.i', 'index app.i', 'create index i on app.base (a)'],
  [
    'function',
    'app.f(integer)',
    'function app.f(int)',
    `create function app.f(int) returns int language sql return 1`,
  ],
  [
    'procedure',
    'app.p(integer)',
    'procedure app.p(int)',
    `create procedure app.p(int) language sql as ''`,
  ],
  [
    'aggregate',
    'app.a(integer)',
    'aggregate app.a(int)',
    'create aggregate app.a(int) (sfunc = int4pl, stype = int)',
  ],
  ['view', 'app.v', 'view app.v', 'create view app.v as select 1 as a'],
  [
    'materialized view',
    'app.m',
    'materialized view app.m',
    'create materialized view app.m as select 1 as a',
  ],
  ['statistics', 'app.st', 'statistics app.st', 'create statistics app.st on a, b from app.base'],
  [
    'trigger',
    'tg on app.base',
    'trigger tg on app.base',
    'create trigger tg before insert on app.base for each row execute function app.touch()',
  ],
  [
    'rule',
    'ru on app.base',
    'rule ru on app.base',
    'create rule ru as on insert to app.base do also nothing',
  ],
  [
    'policy',
    'po on app.base',
    'policy po on app.base',
    'create policy po on app.base using (true)',
  ],
  ['publication', 'pub', 'publication pub', 'create publication pub', false],
].map(([kind, identity, on, make, isInSchema = true]) => ({
  object: `${kind} ${identity}`,
  on: String(on),
  make: String(make),
  isInSchema: Boolean(isInSchema),
}));

const GROUND = `create schema app; create table app.base (a int, b int); ${TRIGGER_FUNCTION};
  create foreign data wrapper base; create server b foreign data wrapper base`;

describe('a comment directive', () => {
  const db = useDatabase({ per: 'test' });

  const comments = (text: string | null) =>
    OBJECTS.map(({ on }) => `comment on ${on} is ${text === null ? 'null' : `'${text}'`}`).join(
      ';',
    );
  const makeAll = OBJECTS.map(({ make }) => make).join(';');
  /** What the newest commit did to the objects above. */
  const done = async () => {
    const rows = await shown(await db.connect());
    const known = new Set(OBJECTS.map(({ object }) => object));
    return rows
      .filter(({ object }) => known.has(object))
      .map(({ change, object }) => `${change} ${object}`)
      .sort();
  };
  const each = (change: string, objects = OBJECTS) =>
    objects.map(({ object }) => `${change} ${object}`).sort();

  it.each(['@pggit:ignore', '@pggit-ignore'])(
    '%s takes an object of every kind out in its own transaction, and back when it goes',
    async (text) => {
      await db.client.query(GROUND);
      await db.client.query(makeAll);
      await db.client.query(comments(text));
      expect(await done()).toEqual(each('untracked'));
      await db.client.query(comments(null));
      expect(await done()).toEqual(each('added'));
    },
  );

  it.each(['@pggit:track', '@pggit-track'])(
    '%s tracks an object of every kind that has a schema, in an ignored one',
    async (text) => {
      await db.client.query(GROUND);
      await db.client.query(`select pggit.configure_tracking(ignore_schemas => array['app'])`);
      await db.client.query(`${makeAll}; ${comments(text)}`);
      const found = await done();
      expect(found).toEqual(each('added'));
    },
  );

  it.each([
    ['@pggit:ignore', 'untracked'],
    ['@pggit-ignore', 'untracked'],
  ])('%s on a schema holds for every kind in it', async (text, change) => {
    await db.client.query(GROUND);
    await db.client.query(makeAll);
    await db.client.query(`comment on schema app is '${text}'`);
    const inside = OBJECTS.filter(({ isInSchema }) => isInSchema);
    expect(await done()).toEqual(each(change, inside));
    await db.client.query('comment on schema app is null');
    expect(await done()).toEqual(each('added', inside));
  });

  it('@pggit:track on a schema holds for every kind in it, whatever the lists say', async () => {
    await db.client.query(GROUND);
    await db.client.query(
      `select pggit.configure_tracking(ignore_schemas => array['app'], ignore_operations => array['CREATE%'])`,
    );
    await db.client.query(`comment on schema app is '@pggit-track'`);
    await db.client.query(makeAll);
    const inside = OBJECTS.filter(
      ({ isInSchema, object }) => isInSchema && object !== 'schema app',
    );
    expect(await done()).toEqual(each('added', inside));
  });
});
