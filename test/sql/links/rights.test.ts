import { HistoryTableDeniedError, pggit } from '@pggit/core';
import { postgresMajor, type TestRole, uniqueRole, useDatabase } from '@pggit/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';
import { statusOf } from '../history/readback.js';
import { warningsOf } from '../kinds/cases.js';
import { historyTables, linksOf } from './readback.js';

const PEOPLE = `create table hr.people (id serial, name text, run_on timestamptz default now());
  insert into hr.people (name) values ('secret')`;

/** Links are there for every reader of pggit: nobody gets rows into them that they may not read. */
describe('the rows of a table', () => {
  const db = useDatabase({ per: 'test' });
  let role: TestRole;

  beforeEach(async () => {
    role = await uniqueRole(db.client);
    await db.client.query(`grant pggit_admin to ${role.name}; create schema hr`);
  });
  const asRole = () => db.connect({ user: role.name, password: role.password });
  const keys = async () => (await linksOf(db.client)).map(({ key }) => key);

  it('are not linked for who may not read them', async () => {
    await db.client.query(PEOPLE);
    const error: unknown = await pggit(await asRole())
      .watchHistoryTable('hr.people', 'node-pg-migrate')
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(HistoryTableDeniedError);
    expect(error).toMatchObject({
      code: 'history_table_denied',
      sqlState: 'PGX07',
      historyTable: 'hr.people',
      role: role.name,
      hint: expect.stringContaining('SELECT and TRIGGER'),
    });
    expect(await historyTables(db.client)).toEqual({});
    await db.client.query("insert into hr.people (name) values ('later')");
    expect(await keys()).toEqual([]);
    expect(await statusOf(db.client)).toEqual([]);
  });

  it.each([
    ['select', 'grant usage on schema hr to ROLE; grant select on hr.people to ROLE'],
    [
      'a policy that hides some',
      `grant usage on schema hr to ROLE; grant select, trigger on hr.people to ROLE;
       alter table hr.people enable row level security`,
    ],
    ['no right on the schema', 'grant select, trigger on hr.people to ROLE'],
  ])('are not linked for who has %s only', async (_, grants) => {
    await db.client.query(PEOPLE);
    await db.client.query(grants.replaceAll('ROLE', role.name));
    const attempt = pggit(await asRole()).watchHistoryTable('hr.people', 'node-pg-migrate');
    expect(await failureOf(attempt)).toMatchObject({ code: 'history_table_denied' });
  });

  it.each([
    [
      'may read all of them and put a trigger there',
      'grant usage on schema hr to ROLE; grant select, trigger on hr.people to ROLE',
    ],
    // Before PostgreSQL 16 a role inherits from all that it is a member of, or from none.
    [
      'can become the owner',
      `grant OWNER to ROLE ${postgresMajor() < 16 ? '' : 'with inherit false'}`,
    ],
  ])('are linked for who %s', async (_, grants) => {
    const owner = await uniqueRole(db.client);
    await db.client.query(`${PEOPLE}; alter table hr.people owner to ${owner.name}`);
    const all = grants.replaceAll('ROLE', role.name).replaceAll('OWNER', owner.name);
    await db.client.query(all);
    const session = await asRole();
    await pggit(session).watchHistoryTable('hr.people', 'node-pg-migrate');
    await pggit(session).backfillLinks();
    await db.client.query("insert into hr.people (name) values ('later')");
    expect(await keys()).toEqual(['secret', 'later']);
  });

  it('of a table that comes later are not linked if its creator keeps them from who asked', async () => {
    await pggit(await asRole()).watchHistoryTable('hr.people', 'node-pg-migrate');
    const session = await db.connect();
    const warnings = warningsOf(session);
    await session.query(PEOPLE);
    expect(warnings).toEqual([
      expect.stringMatching(/rows of hr\.people are not linked: role \S+, who asked for it/),
    ]);
    // Nor does anything that looks for history tables later take it for one.
    await pggit(await asRole()).attachHistoryTables();
    await pggit(await asRole()).backfillLinks();
    await db.client.query("insert into hr.people (name) values ('later')");
    expect(await keys()).toEqual([]);
    expect(await historyTables(db.client)).toEqual({ 'hr.people': false });
    await pggit(db.client).watchHistoryTable('hr.people', 'node-pg-migrate');
    expect(await historyTables(db.client)).toEqual({ 'hr.people': true });
  });

  it('are not those of a tool that somebody registered who may not read them', async () => {
    await db.client.query(PEOPLE);
    const tool = { toolName: 'leak', tablePattern: 'people', keyColumns: ['name'] };
    await pggit(await asRole()).registerMigrationTool(tool);
    await db.client.query('create table public.people (name text)');
    await pggit(db.client).backfillLinks();
    await db.client.query("insert into hr.people (name) values ('later')");
    expect(await historyTables(db.client)).toEqual({});
    expect(await keys()).toEqual([]);
  });

  it('of a registered tool stay unlinked where its table is made again without the right to read it', async () => {
    const grants = `grant usage on schema hr to ${role.name};
      grant select, trigger on hr.people to ${role.name}`;
    await db.client.query(`${PEOPLE}; ${grants}`);
    const tool = { toolName: 'leak', tablePattern: 'people', keyColumns: ['name'] };
    await pggit(await asRole()).registerMigrationTool(tool);
    expect(await historyTables(db.client)).toEqual({ 'hr.people': true });
    await db.client.query(`drop table hr.people; ${PEOPLE}`);
    await pggit(await asRole()).backfillLinks();
    expect(await keys()).toEqual([]);
  });

  it.each(['pggit.external_migrations', 'pggit.later', 'pg_catalog.pg_class'])(
    'of the system and of pggit itself are never linked: %s',
    async (table) => {
      const attempt = pggit(db.client).watchHistoryTable(table, 'umzug');
      expect(await failureOf(attempt)).toMatchObject({
        code: 'not_a_history_table',
        message: expect.stringContaining('schema of the system or of pggit itself'),
      });
    },
  );
});
