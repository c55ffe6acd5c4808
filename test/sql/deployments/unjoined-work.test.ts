import { uniqueRole, useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { createHistoryTable, migrate, record } from '../links/history-table.js';
import { LiquibaseSession } from '../locks/liquibase-session.js';
import { begin, end } from './session.js';

describe('pggit.unjoined_work', () => {
  const db = useDatabase({ per: 'test' });

  const unjoined = async (id: string, session: ClientBase = db.client) =>
    (await session.query('select * from pggit.unjoined_work($1)', [id])).rows;

  it('counts what other sessions record outside every deployment, and names them', async () => {
    await createHistoryTable(db.client);
    await migrate(db.client, '0_before', 'create table public.before ()');
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    expect(await unjoined(id)).toEqual([{ changes: 0, migrations: 0, applications: [] }]);

    await migrate(opener, '1_joined', 'create table public.joined ()');
    const stranger = await db.connect({ application_name: 'psql' });
    await migrate(stranger, '2_stranger', 'create table public.a (); create table public.b ()');
    await stranger.query('alter table public.a add id int');
    const unnamed = await db.connect({ application_name: '' });
    await record(unnamed, '3_data_only');

    const expected = [{ changes: 2, migrations: 2, applications: ['psql'] }];
    expect(await unjoined(id)).toEqual(expected);
    await end(opener);
    expect(await unjoined(id)).toEqual(expected);
  });

  it('leaves out what another deployment records', async () => {
    const opener = await db.connect();
    const other = await db.connect();
    const id = await begin(opener, 'billing');
    await begin(other, 'other');
    await other.query('create table public.of_the_other ()');
    await end(other);
    expect(await unjoined(id)).toEqual([{ changes: 0, migrations: 0, applications: [] }]);
  });

  it('counts what a deployment records that a tool’s lock began: its session has not joined', async () => {
    const tool = new LiquibaseSession(await db.connect({ application_name: 'Java' }));
    await tool.createTables();
    await tool.run(() => tool.changeset('before', 'create table public.before ()'));
    const id = await begin(await db.connect(), 'liquibase update');
    await tool.lock();
    await tool.changeset('1', 'create table public.a ()');
    const expected = [{ changes: 1, migrations: 1, applications: ['Java'] }];
    expect(await unjoined(id)).toEqual(expected);
    await tool.release();
    expect(await unjoined(id)).toEqual(expected);
  });

  it('counts what is staged', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    const stranger = await db.connect({ application_name: 'psql' });
    await stranger.query('begin isolation level repeatable read; select');
    await db.client.query('create table public.moves_the_branch ()');
    await stranger.query('create table public.staged (); commit');
    expect(await unjoined(id)).toMatchObject([{ changes: 2 }]);
  });

  it('may be asked by a deployer', async () => {
    const role = await uniqueRole(db.client, 'login in role pggit_deployer');
    const session = await db.connect({ user: role.name, password: role.password });
    const id = await begin(session, 'billing');
    await db.client.query('create table public.stray ()');
    expect(await unjoined(id, session)).toMatchObject([{ changes: 1 }]);
  });

  it('says nothing of an unknown deployment', async () => {
    expect(await unjoined('11111111-2222-4333-8444-555555555555')).toEqual([
      { changes: 0, migrations: 0, applications: [] },
    ]);
  });
});
