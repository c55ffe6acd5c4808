import { type TestRole, uniqueRole, useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../deployments/failure.js';
import { commitsOf, shown } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { objectsBySide, operationsOf, SCHEMAS, track } from './track.js';

const db = useDatabase({ per: 'test' });
let role: TestRole;

beforeEach(() => db.client.query(SCHEMAS));

const sessionWith = async (grants: string): Promise<pg.Client> => {
  role = await uniqueRole(db.client);
  if (grants !== '') await db.client.query(`grant ${grants} to ${role.name}`);
  return db.connect({ user: role.name, password: role.password });
};

describe('the operations of a CQRS change run in the caller’s session', () => {
  it('with its search_path', async () => {
    const session = await db.connect();
    await session.query('set search_path = query, command');
    await track(session, {
      command: ['alter table meter add unit text', 'create table note (meter meter)'],
    });
    expect(await shown(db.client)).toEqual([
      'added table query.note',
      'changed table command.meter',
    ]);
  });

  it('and keep what they set, as a script would', async () => {
    const session = await db.connect();
    await track(session, {
      command: ['set search_path = command', 'create table site (id int)'],
      query: ['set local search_path = query', 'create view site as select id from command.site'],
    });
    expect(await shown(db.client)).toEqual(['added table command.site', 'added view query.site']);
    expect((await session.query('show search_path')).rows).toEqual([{ search_path: 'command' }]);
  });

  it('whatever else its search_path finds first', async () => {
    const session = await db.connect();
    await session.query(`
      create schema trap;
      create function trap.cardinality(anyarray) returns int language sql as 'select 0';
      create function trap.ne(name, name) returns boolean language sql as 'select true';
      create operator trap.<> (leftarg = name, rightarg = name, function = trap.ne);
      create domain trap.text as int;
      set search_path = trap, pg_catalog`);
    await track(session, { command: ['create table command.a (id int)'] });
    expect(await operationsOf(db.client)).toEqual(['command 1 done']);
    expect(await shown(db.client)).toEqual(['added table command.a']);
  });
});

describe('the operations of a CQRS change run as the caller', () => {
  it('who is recorded, and can do no more than before', async () => {
    const session = await sessionWith('pggit_deployer');
    const refused = await failureOf(
      track(session, { command: ['alter table command.meter add unit text'] }),
    );
    expect(refused).toMatchObject({ code: 'PGC02', detail: { sqlstate: '42501' } });
    const probe =
      "select current_user::text, session_user::text, pg_has_role(current_user, (select nspowner from pg_namespace where nspname = 'pggit'), 'usage') as \"isOwner\"";
    await db.client.query(`grant create on schema command, query to ${role.name}`);
    await track(session, {
      command: [`create table command.who as ${probe}`],
      description: 'Mine',
    });
    expect((await db.client.query('select * from command.who')).rows).toEqual([
      { current_user: role.name, session_user: role.name, isOwner: false },
    ]);
    expect((await commitsOf(db.client)).at(-1)).toMatchObject({
      message: 'Mine',
      author: role.name,
    });
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it.each([
    ['history', "update pggit.commits set message = 'x'"],
    ['sides', "update pggit.cqrs_record_changes set side = 'query'"],
    ['settings', 'delete from pggit.settings'],
  ])('so a deployer cannot write %s through them', async (_, operation) => {
    const session = await sessionWith('pggit_deployer');
    expect(await failureOf(track(session, { command: [operation] }))).toMatchObject({
      code: 'PGC02',
      detail: { sqlstate: '42501' },
    });
  });

  it('under the role it has set, which they may not change (PGC03)', async () => {
    const session = await sessionWith('pggit_deployer');
    const owner = await uniqueRole(db.client, 'nologin');
    await db.client.query(`
      grant pggit_deployer to ${owner.name}; grant ${owner.name} to ${role.name};
      grant create on schema command to ${owner.name}`);
    const change = { command: [`set role ${owner.name}`, 'create table command.a (id int)'] };
    expect(await failureOf(track(session, change))).toMatchObject({
      code: 'PGC03',
      detail: { index: 1 },
      message: expect.stringContaining('it changes the role'),
    });
    await session.query(`set role ${owner.name}`);
    await track(session, { command: ['create table command.a (id int)'] });
    const { rows } = await db.client.query(
      "select tableowner from pg_tables where tablename = 'a'",
    );
    expect(rows).toEqual([{ tableowner: owner.name }]);
    const change2 = await failureOf(track(session, { command: ['reset role'] }));
    expect(change2.code).toBe('PGC03');
  });

  it('and functions that track it cannot be used for another transaction’s changes', async () => {
    const session = await sessionWith('pggit_deployer');
    await track(db.client, { command: ['create table command.a (id int)'] });
    const { rows } = await session.query('select cqrs_change_id as id from pggit.cqrs_changes');
    await session.query("select pggit._record_cqrs_side($1, 'query')", [rows[0].id]);
    expect(await objectsBySide(db.client)).toEqual(['command added table command.a']);
    expect(await faultsIn(db.client)).toEqual([]);
  });
});

describe('tracking a CQRS change', () => {
  it.each(['', 'pggit_reader'])('is refused to a role with the rights "%s"', async (grants) => {
    const session = await sessionWith(grants);
    const failure = await failureOf(track(session, { command: ['select 1'] }));
    expect(failure.code).toBe('42501');
  });

  it('shows what it did to a reader', async () => {
    await track(db.client, { command: ['create table command.a (id int)'] });
    const session = await sessionWith('pggit_reader');
    expect(await objectsBySide(session)).toEqual(['command added table command.a']);
    expect((await session.query('select * from pggit.cqrs_changes')).rowCount).toBe(1);
    expect((await session.query('select * from pggit.cqrs_operations')).rowCount).toBe(1);
  });
});
