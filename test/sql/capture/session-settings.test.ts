import { postgresMajor, useDatabase } from '@pggit/testing';
import { expect, it } from 'vitest';
import { warningsOf } from '../kinds/cases.js';
import { expectationsOf, SOUND } from '../kinds/observer.js';

/** Literals whose text depends on settings, written so that what they mean does not. */
const WORK = [
  `create table public.t (
     id int primary key,
     at timestamptz default timestamptz '2020-02-03 04:05:06+00',
     day date default date '2020-02-03',
     span interval default interval 'P1Y2M3DT4H5M6S',
     ratio float8 default float8 '0.1',
     bytes bytea default decode('00ff', 'hex') check (bytes <> E'\\\\x00ff'::bytea),
     path text default E'a\\\\b''c' check (path <> E'x\\\\y'),
     "Big" text)`,
  `create function public.f(a text default E'a\\\\b') returns text language sql return a || E'\\\\'`,
  "create trigger tg before insert on public.t for each row execute function public.g(E'\\\\x', 'y')",
  `create view public.v as select id, at > timestamptz '2020-02-03 04:05:06+00' as late, E'\\\\' as slash from public.t`,
  `create index i on public.t (id, ratio) where at > timestamptz '2020-02-03 04:05:06+00'`,
  'alter table public.t rename id to number',
  'grant select on public.t to public',
];
const BEFORE = `create function public.g() returns trigger language plpgsql as 'begin return new; end'`;

const SETTINGS = [
  'standard_conforming_strings = off',
  "datestyle = 'SQL, DMY'",
  "datestyle = 'German'",
  'intervalstyle = iso_8601',
  "timezone = 'Asia/Kolkata'",
  'extra_float_digits = -15',
  'bytea_output = escape',
  'quote_all_identifiers = on',
  'array_nulls = off',
  'transform_null_equals = on',
  'xmloption = document',
  'backslash_quote = off',
  'plpgsql.variable_conflict = use_variable',
  'plpgsql.variable_conflict = use_column',
  "plpgsql.extra_errors = 'all'",
  "plpgsql.extra_warnings = 'all'",
  "search_path = ''",
  'row_security = off',
  'default_transaction_isolation = serializable',
  "default_transaction_isolation = 'repeatable read'",
  'check_function_bodies = off',
  'client_encoding = latin1',
  'client_min_messages = debug5',
  'lock_timeout = 1',
  'enable_seqscan = off',
  'enable_indexscan = off',
  'enable_nestloop = off',
  'plan_cache_mode = force_custom_plan',
  'jit_above_cost = 0',
  'work_mem = 64',
  'synchronous_commit = off',
  `${postgresMajor() >= 16 ? 'debug_parallel_query' : 'force_parallel_mode'} = on`,
];

const plain = useDatabase();
const db = useDatabase({ per: 'test' });

/** The state hash after the same work under settings as they come. */
let expected: Promise<string> | undefined;
async function expectedHash(): Promise<string> {
  await plain.client.query(BEFORE);
  for (const statement of WORK) await plain.client.query(statement);
  return hash(plain);
}

async function hash(database: Pick<typeof db, 'client'>): Promise<string> {
  const { rows } = await database.client.query(
    `select encode(pggit.state_hash('live'), 'hex') as hash`,
  );
  return rows[0].hash;
}

it.each(SETTINGS)('a session with %s records the same', async (setting) => {
  expected ??= expectedHash();
  await db.client.query(BEFORE);
  const session = await db.connect();
  await session.query(`set ${setting}`);
  const warnings = warningsOf(session);

  for (const statement of WORK) await session.query(statement);

  expect(warnings.filter((text) => !/nonstandard use|shadows/.test(text))).toEqual([]);
  const other = await db.connect();
  expect(await expectationsOf(other)).toEqual(SOUND);
  expect(await hash(db)).toBe(await expected);
  const { rows } = await session.query(
    `select encode(pggit.state_hash('live'), 'hex') as live, encode(pggit.state_hash('HEAD'), 'hex') as head,
            (select count(*)::int from pggit.status()) as status`,
  );
  expect(rows).toEqual([{ live: await expected, head: await expected, status: 0 }]);
});

/** Settings a user may set: tracking, a pause, a deployment and what happens after an error. */
const PUBLIC = ['pggit.tracking', 'pggit.paused_until', 'pggit.deployment', 'pggit.on_error'];

it("a session records the same whatever the engine's private settings are set to", async () => {
  const { rows } = await db.client.query(
    `select distinct m[1] as name from pg_proc p
      cross join lateral regexp_matches(p.prosrc, '(?:current_setting|set_config)[(].(pggit[.][a-z_]+)', 'g') m
      where p.pronamespace = 'pggit'::regnamespace`,
  );
  const names: string[] = rows.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(PUBLIC));
  const other = await db.connect();
  for (const name of names.filter((one) => !PUBLIC.includes(one))) {
    for (const value of ['on', '7', 'x']) {
      const session = await db.connect();
      await session.query('select set_config($1, $2, false)', [name, value]);
      await session.query('create table public.t (id int)');
      expect(await expectationsOf(other), `${name} = ${value}`).toEqual(SOUND);
      await session.query('drop table public.t');
    }
  }
});
