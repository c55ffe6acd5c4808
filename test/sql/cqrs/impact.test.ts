import { uniqueRole, useDatabase } from '@pggit/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';
import { headOf } from '../history/readback.js';
import { track } from './track.js';

const db = useDatabase({ per: 'test' });

beforeEach(() =>
  db.client.query(`
    create schema command; create schema query; create schema query_cache;
    create type command.status as enum ('on', 'off');
    create table command.site (id int primary key);
    create table command.meter (id int primary key, site_id int references command.site, status command.status);
    create view query.meter_overview as select id, site_id from command.meter;
    create materialized view query.site_totals as
      select site_id, count(*) as meters from query.meter_overview group by site_id`),
);

/** `query.meter_overview <- command.meter`, with an arrow of dots where there is something in between. */
const pairs = async () => {
  const { rows } = await db.client.query(
    'select query_object, is_direct, command_object from pggit.cqrs_impact()',
  );
  return rows.map(
    (row) => `${row.query_object} ${row.is_direct ? '<-' : '<..'} ${row.command_object}`,
  );
};
const touched = async (commits = 10) => {
  const { rows } = await db.client.query('select * from pggit.cqrs_impact($1)', [commits]);
  return Object.fromEntries(
    rows.map((row) => [`${row.query_object} ${row.command_object}`, row.touched_alone]),
  );
};

describe('pggit.cqrs_impact', () => {
  it('lists what the query side reads of the command side, through views in between as well', async () => {
    expect(await pairs()).toEqual([
      'query.meter_overview <- command.meter',
      'query.site_totals <.. command.meter',
    ]);
    const { rows } = await db.client.query(
      'select query_kind, command_kind from pggit.cqrs_impact()',
    );
    expect(rows).toEqual([
      { query_kind: 'view', command_kind: 'table' },
      { query_kind: 'materialized view', command_kind: 'table' },
    ]);
  });

  it('finds foreign keys, types of columns, defaults and checks of tables on the query side', async () => {
    await db.client.query(`
      drop materialized view query.site_totals; drop view query.meter_overview;
      create function command.next_id() returns int language sql as 'select 1';
      create function command.is_fine(int) returns boolean language sql immutable as 'select true';
      create table query_cache.dashboard (
        site_id int references command.site, history command.status[],
        id int default command.next_id() check (command.is_fine(id)))`);
    expect(await pairs()).toEqual([
      'query_cache.dashboard <- command.is_fine(integer)',
      'query_cache.dashboard <- command.next_id()',
      'query_cache.dashboard <- command.site',
      'query_cache.dashboard <- command.status',
    ]);
  });

  it('finds functions: those with an SQL body, their arguments, those that triggers call', async () => {
    await db.client.query(`
      drop materialized view query.site_totals; drop view query.meter_overview;
      create function query.meters() returns bigint language sql
        begin atomic select count(*) from command.meter; end;
      create function query.of_meter(command.meter) returns int language sql as 'select 1';
      create function query.hidden() returns bigint language sql
        as 'select count(*) from command.meter';
      create function query.project() returns trigger language plpgsql as 'begin return new; end';
      create trigger project after insert on command.site execute function query.project();
      create view query.count as select query.meters() as meters`);
    expect(await pairs()).toEqual([
      'query.count <.. command.meter',
      'query.meters() <- command.meter',
      'query.of_meter(command.meter) <- command.meter',
      'query.project() <- command.site',
    ]);
  });

  it('goes through views and functions of the command side, not through keys of its tables', async () => {
    await db.client.query(`
      drop materialized view query.site_totals; drop view query.meter_overview;
      create view command.active as select id from command.meter;
      create view query.active as select id from command.active`);
    expect(await pairs()).toEqual([
      'query.active <- command.active',
      'query.active <.. command.meter',
    ]);
  });

  it('names quoted objects as they are written', async () => {
    await db.client.query(`
      create schema "query_Odd ""one";
      create table command."Big Table" (id int);
      create view "query_Odd ""one"."My View" as select id from command."Big Table"`);
    expect(await pairs()).toContain('"query_Odd ""one"."My View" <- command."Big Table"');
  });

  it('says which side the last commits touched without the other', async () => {
    expect((await touched(1))['query.meter_overview command.meter']).toBeNull();
    await db.client.query('alter table command.meter add serial text');
    expect(await touched()).toEqual({
      'query.meter_overview command.meter': 'command',
      'query.site_totals command.meter': 'command',
    });
    const command = await headOf(db.client);
    await db.client.query(
      'create or replace view query.meter_overview as select id, site_id, serial from command.meter',
    );
    expect(await touched()).toEqual({
      'query.meter_overview command.meter': 'query',
      'query.site_totals command.meter': 'command',
    });
    const { rows } = await db.client.query(
      "select command_commit, query_commit from pggit.cqrs_impact() where query_object = 'query.meter_overview'",
    );
    expect(rows).toEqual([{ command_commit: command, query_commit: await headOf(db.client) }]);
    await track(db.client, {
      command: ['alter table command.meter add unit text'],
      query: ["comment on view query.meter_overview is 'Has no unit yet'"],
    });
    expect(await touched()).toEqual({
      'query.meter_overview command.meter': null,
      'query.site_totals command.meter': 'command',
    });
  });

  it('looks at no more commits than it is told', async () => {
    await db.client.query('alter table command.meter add serial text');
    await db.client.query('create table public.other (id int)');
    expect((await touched(1))['query.site_totals command.meter']).toBeNull();
    expect((await touched(2))['query.site_totals command.meter']).toBe('command');
    expect((await touched(0))['query.site_totals command.meter']).toBeNull();
  });

  it('counts no view that only follows a rename', async () => {
    await db.client.query('alter table command.meter rename column site_id to place_id');
    expect((await touched(1))['query.meter_overview command.meter']).toBe('command');
  });

  it('lists objects that are not tracked, and does not say who was touched alone', async () => {
    await db.client.query('select pggit.configure_tracking()');
    await db.client.query('alter table command.meter add serial text');
    expect(await pairs()).toHaveLength(2);
    expect(await touched()).toEqual({
      'query.meter_overview command.meter': null,
      'query.site_totals command.meter': null,
    });
    const { rows } = await db.client.query(
      'select distinct command_commit, query_commit from pggit.cqrs_impact()',
    );
    expect(rows).toEqual([{ command_commit: await headOf(db.client), query_commit: null }]);
  });

  it('can be asked by a reader, and by no one else', async () => {
    const role = await uniqueRole(db.client);
    const session = await db.connect({ user: role.name, password: role.password });
    expect((await failureOf(session.query('select * from pggit.cqrs_impact()'))).code).toBe(
      '42501',
    );
    await db.client.query(`grant pggit_reader to ${role.name}`);
    expect((await session.query('select * from pggit.cqrs_impact()')).rowCount).toBe(2);
    expect((await failureOf(session.query('select pggit.configure_cqrs()'))).code).toBe('42501');
  });
});

describe('pggit.configure_cqrs', () => {
  const sides = async () => {
    const { rows } = await db.client.query('select name, side from pggit.cqrs_schemas()');
    return Object.fromEntries(rows.map(({ name, side }) => [name, side]));
  };

  it('decides which schemas are on which side', async () => {
    await db.client.query('create schema query2');
    expect(await sides()).toEqual({
      command: 'command',
      public: 'command',
      query: 'query',
      query2: 'command',
      query_cache: 'query',
    });
    await db.client.query("select pggit.configure_cqrs(array['comm%'], array['public', 'query%'])");
    expect(await sides()).toEqual({
      command: 'command',
      public: 'query',
      query: 'query',
      query2: 'query',
      query_cache: 'query',
    });
    await db.client.query(
      "select pggit.configure_cqrs(command_schemas => array['command', 'query'])",
    );
    expect(await sides()).toEqual({
      command: 'command',
      public: null,
      query: 'query',
      query2: null,
      query_cache: 'query',
    });
    await db.client.query("select pggit.configure_cqrs(query_schemas => array['command'])");
    expect(await pairs()).toEqual([]);
  });

  it.each([
    ['an empty name', "query_schemas => array['query', ' ']"],
    ['a null name', "command_schemas => array['a', null]"],
    ['no query side', 'query_schemas => null'],
  ])('refuses %s (PGT02)', async (_, argument) => {
    const failure = await failureOf(db.client.query(`select pggit.configure_cqrs(${argument})`));
    expect(failure).toMatchObject({ code: 'PGT02' });
    expect(failure.hint).not.toBe('');
    expect(await pairs()).toHaveLength(2);
  });

  it('says that null is no list, and how to have no query side', async () => {
    const failure = await failureOf(
      db.client.query("select pggit.configure_cqrs(array['command'], null)"),
    );
    expect(failure.message).toBe('query_schemas is null, which is no list of patterns');
    expect(failure.detail).toEqual({ list: 'query_schemas', pattern: null });
    await db.client.query("select pggit.configure_cqrs(array['command'], array[]::text[])");
    expect(await pairs()).toEqual([]);
  });

  it('is undone with its transaction', async () => {
    const session = await db.connect();
    await session.query(
      "begin; select pggit.configure_cqrs(query_schemas => array['x']); rollback",
    );
    expect(await pairs()).toHaveLength(2);
  });
});
