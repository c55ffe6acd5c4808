import { uniqueRole, useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { warningsOf } from '../kinds/cases.js';
import { expectationsOf, SOUND, shown } from '../kinds/observer.js';
import { added, changed } from '../kinds/rows.js';

/** Functions the engine might call without their schema: each of these says so when it runs. */
const FUNCTIONS = [
  ['quote_ident', 'text'],
  ['format', 'text, variadic text[]'],
  ['format', 'text, text'],
  ['sha256', 'bytea'],
  ['convert_to', 'text, text'],
  ['lower', 'text'],
  ['coalesce_text', 'text'],
  ['jsonb_strip_nulls', 'jsonb'],
  ['array_length', 'anyarray, int'],
  ['cardinality', 'anyarray'],
  ['pg_get_expr', 'pg_node_tree, oid'],
  ['pg_get_viewdef', 'oid'],
  ['pg_backend_pid', ''],
  ['clock_timestamp', ''],
  ['current_setting', 'text'],
  ['current_setting', 'text, boolean'],
  ['pg_current_xact_id', ''],
  ['pg_current_xact_id_if_assigned', ''],
  ['gen_random_uuid', ''],
  ['to_regclass', 'text'],
  ['encode', 'bytea, text'],
] as const;

const OPERATORS = [
  ['=', 'oid', 'oid'],
  ['<>', 'oid', 'oid'],
  ['=', 'text', 'text'],
  ['<>', 'text', 'text'],
  ['=', 'name', 'text'],
  ['=', 'xid8', 'xid8'],
  ['=', 'bytea', 'bytea'],
  ['<>', 'bytea', 'bytea'],
  ['=', 'uuid', 'uuid'],
  ['=', 'jsonb', 'jsonb'],
  ['=', '"char"', '"char"'],
  ['->>', 'jsonb', 'text'],
  ['~~', 'text', 'text'],
] as const;

const TABLES = [
  'pg_class',
  'pg_type',
  'pg_proc',
  'pg_namespace',
  'pg_attribute',
  'pg_depend',
  'pg_description',
];

async function plantEvil(client: ClientBase): Promise<void> {
  const evil = (result: string) =>
    `returns ${result} language plpgsql as $$ begin raise exception 'evil ran as %', current_user; end $$`;
  await client.query('create schema evil');
  for (const [name, args] of FUNCTIONS) {
    await client.query(`create function evil.${name}(${args}) ${evil('text')}`);
  }
  for (const [number, [name, left, right]] of OPERATORS.entries()) {
    await client.query(`create function evil.op${number}(${left}, ${right}) ${evil('boolean')};
      create operator evil.${name} (leftarg = ${left}, rightarg = ${right}, function = evil.op${number})`);
  }
  for (const table of TABLES) await client.query(`create table evil.${table} (oid oid)`);
  await client.query(
    `create type evil.text as enum ('evil'); create domain evil.oid as int check (value < 0)`,
  );
}

/** Tables come before the catalog's when the session says so, and types do. */
async function plantTemporaryEvil(client: ClientBase): Promise<void> {
  for (const table of TABLES) await client.query(`create temp table ${table} (oid pg_catalog.oid)`);
  await client.query('create temp table text (a int); create temp table jsonb (a int)');
  await client.query('create temp table commits (a int); create temp table dirty_objects (a int)');
}

const WORK = `create table public.t (id pg_catalog.int4 primary key, note pg_catalog.varchar default 'x');
              create view public.v as select id from public.t;
              comment on table public.t is 'things'; grant select on public.t to public`;

describe('a search_path that puts other things before the catalog', () => {
  const db = useDatabase({ per: 'test' });

  it.each([
    { path: 'evil, pg_catalog', temporary: false },
    { path: 'pg_temp, evil, pg_catalog', temporary: true },
    { path: 'evil', temporary: true },
  ])(
    '$path, temporary ones $temporary, changes nothing that is recorded',
    async ({ path, temporary }) => {
      await plantEvil(db.client);
      const other = await db.connect();
      const session = await db.connect();
      const warnings = warningsOf(session);
      if (temporary) await plantTemporaryEvil(session);
      await session.query(`set search_path = ${path}`);

      await session.query(WORK);
      expect(await shown(other)).toEqual([
        added('table public.t'),
        added('index public.t_pkey'),
        added('view public.v'),
      ]);
      await session.query(
        'alter table public.t rename id to number; alter table public.t rename to u',
      );

      expect(warnings).toEqual([]);
      expect(await expectationsOf(other)).toEqual(SOUND);
    },
  );

  it('changes nothing of what is read', async () => {
    await plantEvil(db.client);
    await db.client.query(WORK);
    const other = await db.connect();
    const session = await db.connect();
    await plantTemporaryEvil(session);
    await session.query('set search_path = pg_temp, evil, pg_catalog');
    const query = `select pg_catalog.encode(pggit.state_hash('live'), 'hex') as live,
                          pg_catalog.encode(pggit.state_hash('HEAD'), 'hex') as head,
                          (select pg_catalog.count(*) from pggit.status()) as status,
                          (select pg_catalog.count(*) from pggit.log()) as commits,
                          (select pg_catalog.count(*) from pggit.show()) as rows,
                          pggit.definition('view', 'public.v') as view`;
    expect((await session.query(query)).rows).toEqual((await other.query(query)).rows);
  });

  it('changes nothing of what capture() and the settings do', async () => {
    await plantEvil(db.client);
    const session = await db.connect({ options: '-c pggit.tracking=off' });
    await session.query('create table public.hidden (id int)');
    await plantTemporaryEvil(session);
    await session.query('set search_path = pg_temp, evil, pg_catalog; set pggit.tracking = on');
    await session.query(`select pggit.capture('found')`);
    const other = await db.connect();
    expect(await shown(other)).toEqual([added('table public.hidden')]);

    await session.query(`select pggit.configure_tracking(ignore_schemas => array['evil'])`);
    await session.query(`select pggit.pause_tracking('1 hour'); select pggit.resume_tracking()`);
    await session.query('alter table public.hidden add note pg_catalog.varchar');
    expect(await shown(other)).toEqual([
      changed('table public.hidden', { 'columns.note': [null, { type: 'character varying' }] }),
    ]);
    expect(await expectationsOf(other)).toEqual(SOUND);
  });

  it('gives an attacker no superuser', async () => {
    const attacker = await uniqueRole(db.client);
    await db.client.query(`grant create on database ${db.name} to ${attacker.name}`);
    const session = await db.connect({ user: attacker.name, password: attacker.password });
    const warnings = warningsOf(session);
    await plantEvil(session);
    await plantTemporaryEvil(session);
    await session.query('set search_path = pg_temp, evil, pg_catalog');
    await session.query('create table evil.t (id pg_catalog.int4)');
    await session.query('alter table evil.t add note pg_catalog.varchar; drop table evil.t');
    expect(warnings).toEqual([]);
    expect(await expectationsOf(await db.connect())).toEqual(SOUND);
  });
});
