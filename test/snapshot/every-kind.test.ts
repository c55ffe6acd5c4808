import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pggit } from '@pggit/core';
import { clientPrograms, postgresMajor, useDatabase } from '@pggit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVERYTHING } from '../sql/oracle/roads/everything.js';
import { ROADS_TO_KINDS } from '../sql/oracle/roads/kinds.js';
import { ROADS_TO_RELATIONS } from '../sql/oracle/roads/relations.js';
import { differences, load, snapshotInto } from './load.js';

const programs = await clientPrograms();

const ROADS = [...ROADS_TO_RELATIONS, ...ROADS_TO_KINDS].filter(
  ({ since = 0 }) => since <= postgresMajor(),
);

/** What a state can be that no single CREATE makes. */
const ODD = `
  create schema "Odd ""one";
  set search_path = "Odd ""one";
  create domain short as text;
  alter domain short add constraint "at most" check (length(value) < 5) not valid;
  create table "Parent's" (id int generated always as identity, "select" text default E'it''s\\n');
  alter sequence "Parent's_id_seq" set unlogged;
  create table worded ("order" int generated always as identity (sequence name numbers start with 7));
  create table child (own int) inherits ("Parent's");
  alter table child alter "select" set default 'other', alter id set not null;
  create type span as range (subtype = int);
  create type holder as (spans span_multirange);
  create sequence taken;
  create type other as enum ('a''b', '\\');
  alter type other rename to taken;
  create foreign table far (id int) server s options ("a b" 'x''y');
  create sequence of_far owned by far.id;
  create function bare() returns text language sql set search_path = '' as $$ select '$body$' $$;
  create function listed() returns int language sql set search_path = "$user", "Odd ""one"
    begin atomic select 1; end;
  create view "a view" as select "select" as "Wählen" from "Parent's";
  create materialized view stored as select "Wählen" from "a view";
  create view over_stored as select * from stored;
  create table left_one (id int primary key, right_id int);
  create table right_one (id int primary key, left_id int references left_one);
  alter table left_one add foreign key (right_id) references right_one deferrable;
  grant select on left_one to pg_monitor with grant option;
  create trigger "t on x" before insert on left_one for each row execute function app.tg('it''s', '');
  alter table left_one disable trigger "t on x";
  reset search_path`;

describe.skipIf(programs === undefined)('a snapshot of something of every kind', () => {
  const db = useDatabase();
  const empty = useDatabase({ engine: false });
  let folder: string;
  let done = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pggit-snapshot-'));
    for (const statement of EVERYTHING.one) await db.client.query(statement);
    await db.client.query(ODD);
    for (const [n, { one }] of ROADS.entries()) {
      await db.client.query(`create schema "Road ${n}"; set search_path = "Road ${n}", public`);
      for (const statement of one) {
        // What one road has made for the whole database is there already for the next.
        done += await db.client.query(statement).then(
          () => 1,
          () => 0,
        );
      }
    }
    await db.client.query('reset search_path; select pggit.capture()');
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('loads into an empty database and gives the same state, secrets aside', async () => {
    expect(done).toBeGreaterThan(55);
    const { unwritten } = await snapshotInto(folder, db.client);
    expect(new Set(unwritten.map(({ attributes }) => attributes?.join()))).toEqual(
      new Set(['option_names']),
    );
    await load(programs as NonNullable<typeof programs>, folder, empty);
    const found = await differences(db.client, empty.client);
    expect(found.filter((line) => !line.startsWith('changed user mapping'))).toEqual([]);
    expect(found).toHaveLength(unwritten.length);
  });

  it('has every kind that there is', async () => {
    const kinds = await db.client.query('select kind from pggit.kinds order by kind');
    const found = new Set((await pggit(db.client).objects()).map(({ kind }) => kind));
    expect(kinds.rows.map(({ kind }) => kind).filter((kind) => !found.has(kind))).toEqual([]);
  });
});
