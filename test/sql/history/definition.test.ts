import { useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { headOf } from './readback.js';

async function definitionOf(other: ClientBase, kind: string, identity: string, ref?: string) {
  const { rows } = await other.query(
    `select pggit.definition($1, $2${ref === undefined ? '' : ', $3'}) as definition`,
    ref === undefined ? [kind, identity] : [kind, identity, ref],
  );
  return rows[0].definition;
}

describe('pggit.definition', () => {
  const db = useDatabase({ per: 'test' });

  it('is what the object was at that commit', async () => {
    const session = await db.connect();
    await session.query('create table public.a (total numeric(10, 2))');
    const narrow = await headOf(db.client);
    await session.query('alter table public.a alter column total type numeric(12, 2)');
    const wide = await headOf(db.client);
    await session.query('alter table public.a add column note text');

    const columns = async (ref?: string) =>
      (await definitionOf(db.client, 'table', 'public.a', ref)).columns;
    expect(await columns(narrow)).toMatchObject({ total: { type: 'numeric(10,2)' } });
    expect(await columns(wide)).toMatchObject({ total: { type: 'numeric(12,2)' } });
    expect(Object.keys(await columns(wide))).toEqual(['total']);
    expect(Object.keys(await columns('HEAD')).sort()).toEqual(['note', 'total']);
    expect(await columns()).toEqual(await columns('HEAD'));
  });

  it('is null before the object was made and after it was dropped', async () => {
    const session = await db.connect();
    const before = await headOf(db.client);
    await session.query('create table public.a ()');
    const during = await headOf(db.client);
    await session.query('drop table public.a');
    expect(await definitionOf(db.client, 'table', 'public.a', before)).toBeNull();
    expect(await definitionOf(db.client, 'table', 'public.a', during)).not.toBeNull();
    expect(await definitionOf(db.client, 'table', 'public.a', 'HEAD')).toBeNull();
    expect(await definitionOf(db.client, 'table', 'public.a')).toBeNull();
  });

  it('goes by the name the object had at that commit', async () => {
    const session = await db.connect();
    await session.query('create table public.a (first int)');
    const first = await headOf(db.client);
    await session.query('alter table public.a rename to b');
    const renamed = await headOf(db.client);
    await session.query('create table public.a (second int)');

    const columns = async (identity: string, ref: string) =>
      Object.keys((await definitionOf(db.client, 'table', identity, ref))?.columns ?? {});
    expect(await columns('public.a', first)).toEqual(['first']);
    expect(await columns('public.b', first)).toEqual([]);
    expect(await columns('public.a', renamed)).toEqual([]);
    expect(await columns('public.b', renamed)).toEqual(['first']);
    expect(await columns('public.a', 'HEAD')).toEqual(['second']);
    expect(await columns('public.b', 'HEAD')).toEqual(['first']);
  });

  it('tells overloads apart by their signature', async () => {
    const session = await db.connect();
    await session.query(`
      create function public.f(int) returns int language sql as 'select 1';
      create function public.f(text) returns text language sql as 'select ''x'''`);
    const ofInt = await definitionOf(db.client, 'function', 'public.f(integer)', 'HEAD');
    const ofText = await definitionOf(db.client, 'function', 'public.f(text)', 'HEAD');
    expect(ofInt).not.toBeNull();
    expect(ofText).not.toBeNull();
    expect(ofInt).not.toEqual(ofText);
    expect(await definitionOf(db.client, 'function', 'public.f(integer)')).toEqual(ofInt);
  });

  it('of live is the catalog, also where pggit was not told', async () => {
    const session = await db.connect();
    await session.query('create table public.a (id int)');
    const silent = await db.connect({ options: '-c pggit.tracking=off' });
    await silent.query('alter table public.a add column drifted int');
    await silent.query('create table public.unseen (id int)');

    const live = await definitionOf(db.client, 'table', 'public.a');
    expect(Object.keys(live.columns).sort()).toEqual(['drifted', 'id']);
    const head = await definitionOf(db.client, 'table', 'public.a', 'HEAD');
    expect(Object.keys(head.columns)).toEqual(['id']);
    expect(await definitionOf(db.client, 'table', 'public.unseen')).not.toBeNull();
    expect(await definitionOf(db.client, 'table', 'public.unseen', 'HEAD')).toBeNull();
  });

  it('names its format version', async () => {
    const session = await db.connect();
    await session.query('create table public.a ()');
    expect(await definitionOf(db.client, 'table', 'public.a', 'HEAD')).toMatchObject({
      format_version: 1,
    });
  });
});
