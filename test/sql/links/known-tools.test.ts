import { verify } from '@pggit/core';
import { uniqueRole, useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { begin, end } from '../deployments/session.js';
import { headOf, shown } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { historyTables, type Link, linksOf, migrationsOf } from './readback.js';
import { about, TOOL_SHAPES, tableIn } from './tools.js';

const schemaOf = (tool: string) => `s_${tool.replaceAll('-', '_')}`;

describe('a history table', () => {
  const db = useDatabase({ per: 'file' });
  let session: ClientBase;
  const linksTo = async (table: string): Promise<Link[]> =>
    (await linksOf(db.client)).filter(({ source }) => source === table);

  beforeAll(async () => {
    // A role without any right on pggit.
    const role = await uniqueRole(db.client);
    await db.client.query(`grant create on database ${db.name} to ${role.name}`);
    session = await db.connect({ user: role.name, password: role.password });
  });

  it.each(TOOL_SHAPES.map((shape) => [shape.tool, shape] as const))(
    'of %s is known when it is created, and each row is a link, up and down and up again',
    async (tool, shape) => {
      const table = tableIn(schemaOf(tool), shape);
      await session.query(`create schema ${schemaOf(tool)}`);
      await session.query(about(shape.create, table));
      expect((await historyTables(db.client))[table]).toBe(true);
      expect(await shown(db.client)).toEqual([`added schema ${schemaOf(tool)}`]);

      await session.query('begin');
      await session.query(`create table ${schemaOf(tool)}.orders ()`);
      await session.query(about(shape.insert, table));
      await session.query('commit');
      const { number, ...link } = shape.link;
      const up = { tool, description: null, checksum: null, ...link, direction: 'up', run: 1 };
      const [first, ...others] = await linksTo(table);
      expect(others).toEqual([]);
      expect(first).toMatchObject({ ...up, commit: await headOf(db.client), revertedAt: null });
      if (number !== undefined) expect(first?.number).toBe(number);

      await session.query('begin');
      await session.query(`drop table ${schemaOf(tool)}.orders`);
      await session.query(about(shape.remove, table));
      await session.query('commit');
      expect(await linksTo(table)).toMatchObject([
        { ...up, revertedAt: expect.any(Date) },
        { ...up, direction: 'down', number: first?.number, commit: await headOf(db.client) },
      ]);

      const again = about(shape.insert.replaceAll("'a'", "'b'"), table);
      await session.query(again);
      expect((await linksTo(table))[2]).toMatchObject({ ...up, run: 2, revertedAt: null });
      expect(await linksTo(table)).toHaveLength(3);
    },
  );

  it('is nobody’s when its columns have other types', async () => {
    await session.query(`create schema birds;
      create table birds.migrations (id int, "timestamp" timestamptz, name text);
      create table birds.schema_migrations (version int);
      create table birds.migration (name text, hash int, date timestamptz)`);
    const tables = Object.keys(await historyTables(db.client));
    expect(tables.filter((table) => table.startsWith('birds.'))).toEqual([]);
    expect(await shown(db.client)).toContain('added table birds.migrations');
  });

  it('is not joined by what the tool keeps beside it, which is not tracked either', async () => {
    await session.query(`create schema beside;
      create table beside.knex_migrations_lock ("index" serial primary key, is_locked integer);
      create table beside.kysely_migration_lock (id varchar(255) primary key, is_locked integer not null default 0);
      create table beside.current (filename text primary key default 'current.sql', content text not null,
        date timestamptz not null default now());
      create table beside.releases (version real primary key, installed_at timestamptz not null,
        installer_name text not null, installer_email text not null);
      create table beside.projects (project text primary key, uri text null unique, created_at timestamptz not null,
        creator_name text not null, creator_email text not null);
      create table beside.tags (tag_id text primary key, tag text not null, project text not null, change_id text not null,
        note text not null default '', committed_at timestamptz not null, committer_name text not null,
        committer_email text not null, planned_at timestamptz not null, planner_name text not null, planner_email text not null);
      create table beside.dependencies (change_id text not null, type text not null, dependency text not null,
        dependency_id text null, primary key (change_id, dependency));
      create table beside.events (event text not null, change_id text not null, change text not null, project text not null,
        note text not null default '', requires text[] not null default '{}', conflicts text[] not null default '{}',
        tags text[] not null default '{}', committed_at timestamptz not null, committer_name text not null,
        committer_email text not null, planned_at timestamptz not null, planner_name text not null, planner_email text not null,
        primary key (change_id, committed_at))`);
    expect(await shown(db.client)).toEqual(['added schema beside']);
    const tables = Object.keys(await historyTables(db.client));
    expect(tables.filter((table) => table.startsWith('beside.'))).toEqual([]);
    const { rows } = await db.client.query(
      "select identity from pggit.ignored_objects() where kind = 'table' and identity like 'beside.%'",
    );
    expect(rows).toHaveLength(8);
    await db.client.query('select pggit.attach_history_tables()');
    const triggers = await db.client.query(
      "select from pg_trigger where tgrelid::regclass::text like 'beside.%' and not tgisinternal",
    );
    expect(triggers.rows).toEqual([]);
    expect(await verify(db.client)).toEqual([]);
    await session.query('drop schema beside cascade');
    expect(await shown(db.client)).toEqual(['removed schema beside']);
  });

  it('is dbmate’s until Rails makes its other table, in the same schema', async () => {
    const toolOf = async () => {
      const { rows } = await db.client.query(
        "select tool_name from pggit.history_tables where source = 'rails.schema_migrations'",
      );
      return rows[0]?.tool_name;
    };
    await session.query(`create schema rails; create schema not_rails;
      create table not_rails.ar_internal_metadata (key varchar, value varchar, created_at timestamp, updated_at timestamp);
      create table rails.schema_migrations (version varchar(255) primary key)`);
    expect(await toolOf()).toBe('dbmate');
    await session.query(
      'create table rails.ar_internal_metadata (key varchar, value varchar, created_at timestamp, updated_at timestamp)',
    );
    expect(await toolOf()).toBe('rails');
    await db.client.query("select pggit.watch_history_table('rails.schema_migrations', 'dbmate')");
    await db.client.query('select pggit.capture()');
    expect(await toolOf()).toBe('dbmate');
  });

  it('belongs to the tool that asks most of it', async () => {
    await session.query(`create schema two;
      create table two.schema_migrations (version bigint primary key, dirty boolean not null)`);
    const { rows } = await db.client.query(
      "select tool_name from pggit.history_tables where source = 'two.schema_migrations'",
    );
    expect(rows).toEqual([{ tool_name: 'golang-migrate' }]);
  });

  it('is linked beside another tool’s, each to the deployment of its own session', async () => {
    await session.query(`create schema pair; create table pair.knex_migrations
      (id serial primary key, name varchar(255), batch integer, migration_time timestamptz)`);
    const other = await db.connect();
    await other.query(
      'create table pair.django_migrations (id bigserial, app varchar(255), name varchar(255), applied timestamptz)',
    );
    const one = await begin(db.client, 'one');
    const two = await begin(other, 'two');
    const joined = await db.connect({ options: `-c pggit.deployment=${one}` });
    await joined.query('begin; create table pair.a ()');
    await other.query('begin; create table pair.b ()');
    await joined.query("insert into pair.knex_migrations (name) values ('a.js')");
    await other.query("insert into pair.django_migrations (app, name) values ('shop', '0001')");
    await other.query('commit');
    await joined.query('commit');
    await end(other);
    await end(db.client);
    expect(await linksTo('pair.knex_migrations')).toMatchObject([
      { tool: 'knex', key: 'a.js', deployment: one, commit: await headOf(db.client) },
    ]);
    expect(await linksTo('pair.django_migrations')).toMatchObject([
      { tool: 'django', key: 'shop::0001', deployment: two },
    ]);
    expect(await migrationsOf(db.client)).toEqual({ 'added table pair.a': 'a.js' });
  });

  it('leaves a sound history', async () => {
    expect(await faultsIn(db.client)).toEqual([]);
  });
});
