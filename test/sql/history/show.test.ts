import { useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { headOf, shown } from './readback.js';

async function rowsOf(other: ClientBase, ref = 'HEAD') {
  return (await other.query('select * from pggit.show($1)', [ref])).rows;
}

describe('pggit.show', () => {
  const db = useDatabase({ per: 'test' });

  it('shows what is added, with nothing before it', async () => {
    const session = await db.connect();
    await session.query('create table public.a (id int)');
    expect(await rowsOf(db.client)).toEqual([
      {
        change: 'added',
        kind: 'table',
        identity: 'public.a',
        previous_identity: null,
        attributes: {},
        migration_key: null,
        tool_name: null,
      },
    ]);
  });

  it('shows each attribute that changed, before and after', async () => {
    const session = await db.connect();
    await session.query('create table public.a (id int, total numeric(10, 2))');
    await session.query('alter table public.a alter column total type numeric(12, 2)');
    const [row, ...rest] = await rowsOf(db.client);
    expect(rest).toEqual([]);
    expect(row).toMatchObject({ change: 'changed', kind: 'table', identity: 'public.a' });
    expect(row.attributes).toEqual({ 'columns.total.type': ['numeric(10,2)', 'numeric(12,2)'] });
  });

  it('shows a rename as one, with the name before', async () => {
    const session = await db.connect();
    await session.query('create table public.a (id int)');
    await session.query('alter table public.a rename to b');
    expect(await rowsOf(db.client)).toMatchObject([
      { change: 'renamed', identity: 'public.b', previous_identity: 'public.a', attributes: {} },
    ]);
  });

  it('shows what is removed', async () => {
    const session = await db.connect();
    await session.query('create table public.a (id int primary key)');
    await session.query('drop table public.a');
    expect(await shown(db.client)).toEqual([
      'removed index public.a_pkey',
      'removed table public.a',
    ]);
  });

  it('shows what is not tracked any more as untracked, not as removed', async () => {
    const session = await db.connect();
    await session.query('create table public.a (id int)');
    await session.query("comment on table public.a is '@pggit:ignore'");
    expect(await shown(db.client)).toEqual(['untracked table public.a']);
  });

  it('shows the net of several transactions of one deployment', async () => {
    const session = await db.connect();
    await session.query('create table public.kept (id int)');
    await session.query("select pggit.begin_deployment('net')");
    await session.query('create table public.fleeting (id int)');
    await session.query('alter table public.kept add column a int');
    await session.query('alter table public.kept add column b int');
    await session.query('drop table public.fleeting');
    await session.query('select pggit.end_deployment()');
    const rows = await rowsOf(db.client);
    expect(rows).toMatchObject([{ change: 'changed', identity: 'public.kept' }]);
    expect(Object.keys(rows[0].attributes).sort()).toEqual(['columns.a', 'columns.b']);
  });

  it('shows any commit, not only the newest', async () => {
    const session = await db.connect();
    await session.query('create table public.a (id int)');
    const first = await headOf(db.client);
    await session.query('create table public.b (id int)');
    await session.query('drop table public.a');
    expect(await shown(db.client, first)).toEqual(['added table public.a']);
    expect(await shown(db.client, 'main')).toEqual(['removed table public.a']);
  });

  it('shows names quoted where they need it', async () => {
    const session = await db.connect();
    await session.query('create schema "Weird ""one"; create table "Weird ""one"."My Table" ()');
    expect(await shown(db.client)).toEqual([
      'added schema "Weird ""one"',
      'added table "Weird ""one"."My Table"',
    ]);
  });

  it('names the migration and tool that made a change', async () => {
    const session = await db.connect();
    await session.query(
      'create table public.pgmigrations (id serial primary key, name text, run_on timestamp)',
    );
    await session.query(`begin;
      create table public.a ();
      insert into public.pgmigrations (name, run_on) values ('1_a', now());
      create table public.by_hand ();
      commit`);
    expect(await rowsOf(db.client)).toMatchObject([
      { identity: 'public.a', migration_key: '1_a', tool_name: 'node-pg-migrate' },
      { identity: 'public.by_hand', migration_key: null, tool_name: null },
    ]);
  });
});
