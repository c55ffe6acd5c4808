import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientPrograms, postgresMajor, uniqueRole, useDatabase } from '@pggit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differences, load, snapshotInto } from './load.js';

const programs = await clientPrograms();

/** What needs each other: each is made, and then changed to need the other, too. */
const CIRCLES: Readonly<Record<string, string>> = {
  'functions with standard bodies': `
    create function f(n int default 1) returns int begin atomic select 1; end;
    create function g() returns int begin atomic select f(2); end;
    create or replace function f(n int default 1) returns int begin atomic select g(); end;
    create function own(n int) returns int begin atomic select 1; end;
    create or replace function own(n int) returns int begin atomic select own(n - 1); end;
    comment on function f is 'changed'; revoke all on function f from public`,
  views: `
    create view v as select 1::numeric(5,2) as x, 'a'::text collate "C" as "Y y";
    create view w with (check_option = local) as select v.* from v;
    create or replace view v as select x::numeric(5,2) as x, "Y y" from w`,
  'a view and its function': `
    create table t (id int primary key, n int);
    create function f() returns int begin atomic select 1; end;
    create view v as select id, n, f() as f from t group by id;
    create materialized view m as select * from v;
    create function taking(v) returns int begin atomic select 1; end;
    create or replace function f() returns int begin atomic select count(*)::int from v, m; end;
    create view over as select taking(v.*) from v`,
  'a table and functions of its rows': `
    create table t (id int, n int);
    create function f(t) returns int language sql immutable as 'select 1';
    create function g(t[]) returns int language sql immutable as 'select 1';
    alter table t alter n set default f(null), add constraint c check (f(null) > n);
    comment on constraint c on t is 'of the row';
    create index on t (f(t.*)); create table heir () inherits (t); alter table heir alter n set default 2;
    create table p (k int) partition by list (k); create table p1 partition of p for values in (1);
    create function f(p1) returns bool language sql immutable as 'select true';
    alter table p add check (f(null::p1))`,
  'a domain and the table that its check reads': `
    create table t (id int);
    create function ok(int) returns bool begin atomic select exists (select from t where id = $1); end;
    create domain d as int; create function of_d(d) returns int language sql as 'select 1';
    alter table t add d d;
    alter domain d add constraint known check (ok(value));
    alter domain d add constraint old check (value > 0) not valid;
    alter domain d set default of_d(null); comment on constraint known on domain d is 'known'`,
  'a range type and its canonical function': `
    create type r;
    create function canonical(r) returns r language internal immutable strict as 'int4range_canonical';
    create type r as range (subtype = int, canonical = canonical)`,
};

/** What psql would take for its variables. */
const VARIABLES: Readonly<Record<string, string>> = {
  'slices of arrays': `
    create function f(a int[], "PORT" int) returns int[] begin atomic select a[1:"PORT"]; end;
    create view v as select a[1:"USER"] as u, a[:"ROW_COUNT"] as r, 'a:"PORT"' as t from (select array[1] as a, 1 as "USER", 1 as "ROW_COUNT") s;
    create table t (a int[], "PORT" int, check (a[1:"PORT"] is not null), b text default ':"PORT"', c int[] generated always as (a[1:"PORT"]) stored);
    create index on t ((a[1:"PORT"]))`,
};

/** What has an owner, privileges or parents of its own. */
const OTHERS: Readonly<Record<string, string>> = {
  'sequences of a table that is somebody else’s': `
    create table t (id serial, g int generated always as identity, n int);
    create sequence s owned by t.n; grant usage on sequence t_id_seq to reader; alter table t owner to owner`,
  'privileges of columns beside those of the table': `
    create table t (a int, b int); grant insert on t to reader;
    grant select (a) on t to public; grant select (b) on t to owner;
    create view v as select * from t; grant select on v to reader; grant select (a) on v to public`,
  'privileges that others gave': `
    create table t (a int, b int); grant select on t to owner with grant option;
    set role owner; grant select on t to reader with grant option; set role reader;
    grant select on t to pg_monitor; grant select (b) on t to pg_monitor; reset role;
    create function f() returns int language sql as 'select 1'; grant execute on function f to owner with grant option;
    set role owner; grant execute on function f to reader; reset role`,
  'heirs that differ from their parents': `
    create table p (a int not null check (a > 0), b int default 3, c int);
    create table local (a int, b int) inherits (p); alter table local alter b drop default;
    create table bare () inherits (p); alter table bare alter b drop default, alter c set not null;
    create table grandchild () inherits (local);
    alter table p add constraint later check (c > 2) not valid; alter table bare validate constraint later;
    comment on constraint later on grandchild is 'inherited'`,
  'partitions that differ from their parent': `
    create table p (id int generated always as identity, k int default 5 not null, check (k > 0)) partition by range (k);
    create table p1 partition of p for values from (0) to (10); alter table p1 alter k set default 9;
    create table p2 partition of p for values from (10) to (20) partition by list (id);
    create table p21 partition of p2 default;
    alter table p add constraint later check (k < 99) not valid;
    create trigger t after insert on p for each row execute function suppress_redundant_updates_trigger();
    alter table p1 disable trigger t; alter table only p2 enable always trigger t; comment on trigger t on p1 is 'off'`,
  'an index that not every partition has yet': `
    create table p (k int) partition by list (k); create table p1 partition of p for values in (1);
    create table p2 partition of p for values in (2);
    create index i on only p (k); create index i1 on p1 (k); alter index i attach partition i1`,
  'materialized views that cannot be filled without rows': `
    create table t (n int); insert into t values (1);
    create materialized view m as select 1 / count(*) as n from t`,
  'what settings of a session change': `
    create view v as select 'a\\b'::text as "Größe", nullif(1, 2) = null as same,
      '-1 days +02:00:00'::interval as i, '{NULL,a}'::text[] as list, '<a/><b/>'::xml as x`,
  'an extension without its comment': `
    create extension cube; comment on extension cube is null`,
  'names longer than a file’s': `
    create type "${'型'.repeat(21)}" as enum ('a');
    create function f("${'型'.repeat(21)}", "${'型'.repeat(21)}", "${'型'.repeat(21)}", "${'型'.repeat(21)}")
      returns int language sql as 'select 1'`,
  ...(postgresMajor() < 18
    ? {}
    : {
        'heirs with named NOT NULL': `
          create table p (a int constraint named not null, b int not null no inherit, c int not null);
          create table bare () inherits (p); create table local (b int constraint own not null) inherits (p);
          alter table bare add constraint mine not null b not valid;
          create table q (k int constraint named not null) partition by list (k);
          create table q1 partition of q default; alter table q alter constraint named no inherit`,
      }),
};

/** Of the database it is loaded into. */
const SETTINGS = [
  'client_encoding = latin1',
  'standard_conforming_strings = off',
  'escape_string_warning = off',
  'xmloption = document',
  'transform_null_equals = on',
  'array_nulls = off',
  'intervalstyle = sql_standard',
  'check_function_bodies = on',
];

describe.skipIf(programs === undefined)('a snapshot of an odd state', () => {
  const db = useDatabase();
  const empty = useDatabase({ engine: false });
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pggit-snapshot-'));
    const owner = await uniqueRole(db.client, 'nologin');
    const reader = await uniqueRole(db.client, 'nologin');
    for (const [name, sql] of Object.entries({ ...CIRCLES, ...VARIABLES, ...OTHERS })) {
      const schema = `"${name}"`;
      await db.client.query(
        `create schema ${schema}; grant all on schema ${schema} to public; set search_path = ${schema}`,
      );
      await db.client.query(
        sql
          .replaceAll(/\b(to|role) owner\b/g, `$1 ${owner.name}`)
          .replaceAll(/\b(to|role) reader\b/g, `$1 ${reader.name}`),
      );
      await db.client.query('reset search_path');
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('loads into an empty database and gives the same state', async () => {
    const { unwritten } = await snapshotInto(folder, db.client);
    expect(unwritten).toEqual([]);
    for (const setting of SETTINGS) {
      await empty.client.query(`do $$ begin
        execute format('alter database %I set ${setting}', current_database()); end $$`);
    }
    await load(programs as NonNullable<typeof programs>, folder, empty, /is not filled/);
    expect(await differences(db.client, empty.client)).toEqual([]);
  });
});
