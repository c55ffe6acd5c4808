import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { testKind } from '../kinds/cases.js';
import { columnIds, expectationsOf, objectIds, SOUND, shown } from '../kinds/observer.js';
import { added, changed, removed, renamed } from '../kinds/rows.js';

testKind('names in one transaction', [
  {
    it: 'are swapped as two renames',
    given: 'create table app.a (x int); create table app.b (y text)',
    when: `alter table app.a rename to tmp; alter table app.b rename to a; alter table app.tmp rename to b`,
    shows: [renamed('table app.a', 'table app.b'), renamed('table app.b', 'table app.a')],
  },
  {
    it: 'are swapped with those of their indexes',
    given: 'create table app.a (x int primary key); create table app.b (x int primary key)',
    when: `alter table app.a rename to tmp; alter index app.a_pkey rename to tmp_pkey;
           alter table app.b rename to a; alter index app.b_pkey rename to a_pkey;
           alter table app.tmp rename to b; alter index app.tmp_pkey rename to b_pkey`,
    shows: [
      renamed('table app.a', 'table app.b', swappedKey('a', 'b')),
      renamed('table app.b', 'table app.a', swappedKey('b', 'a')),
      renamed('index app.a_pkey', 'index app.b_pkey', { table: ['app.a', 'app.b'] }),
      renamed('index app.b_pkey', 'index app.a_pkey', { table: ['app.b', 'app.a'] }),
    ],
  },
  {
    it: 'are passed on: the old object keeps its id, a new one gets the name',
    given: 'create table app.t (id int)',
    when: 'alter table app.t rename to t_old; create table app.t (id bigint)',
    shows: [renamed('table app.t', 'table app.t_old'), added('table app.t')],
  },
  {
    it: 'are taken over from a dropped object by a renamed one',
    given: 'create table app.a (x int); create table app.b (y text)',
    when: 'drop table app.a; alter table app.b rename to a',
    shows: [removed('table app.a'), renamed('table app.b', 'table app.a')],
  },
  {
    it: 'change there and back without a trace',
    given: 'create table app.t (id int)',
    when: 'alter table app.t rename to u; alter table app.u rename to t',
    shows: [],
  },
  {
    it: 'of columns are swapped as two renames',
    given: 'create table app.t (a int, b text)',
    when: `alter table app.t rename a to tmp; alter table app.t rename b to a;
           alter table app.t rename tmp to b`,
    shows: [changed('table app.t', { 'columns.a.name': ['b', 'a'], 'columns.b.name': ['a', 'b'] })],
  },
  {
    it: 'of schemas are swapped with what they hold',
    given: 'create table app.t (id int); create table other.t (id text)',
    when: `alter schema app rename to tmp; alter schema other rename to app;
           alter schema tmp rename to other`,
    shows: [renamed('schema app', 'schema other'), renamed('schema other', 'schema app')],
  },
  {
    it: 'and schemas change at once',
    given: 'create table app.t (id int)',
    when: 'alter table app.t set schema other; alter table other.t rename to u; alter schema other rename to sales',
    shows: [renamed('table app.t', 'table sales.u'), renamed('schema other', 'schema sales')],
  },
]);

function swappedKey(from: string, to: string): Record<string, unknown> {
  const key = { type: 'primary key', columns: ['x'] };
  return { [`constraints.${from}_pkey`]: [key, null], [`constraints.${to}_pkey`]: [null, key] };
}

describe('identity', () => {
  const db = useDatabase({ per: 'test' });

  it('of a table survives every rename', async () => {
    await db.client.query('create schema app; create schema other');
    await db.client.query('create table app.t (id int)');
    const other = await db.connect();
    const born = (await objectIds(other)).get('table app.t');

    await db.client.query('alter table app.t rename to u');
    await db.client.query('alter table app.u set schema other');
    await db.client.query('alter schema other rename to last');

    expect((await objectIds(other)).get('table last.u')).toBe(born);
  });

  it('of columns survives renames and new neighbours', async () => {
    await db.client.query('create table public.t (a int, b int, c int)');
    const other = await db.connect();

    await db.client.query('alter table public.t rename a to aa');
    await db.client.query('alter table public.t drop b, add d int');
    await db.client.query('alter table public.t rename aa to b');

    expect(await columnIds(other, 'public.t')).toEqual({ b: 'a', c: 'c', d: 'd' });
  });

  it('of a column that takes the name of a dropped one is another', async () => {
    await db.client.query('create table public.t (a int, b int)');
    const other = await db.connect();
    await db.client.query('alter table public.t drop b');
    await db.client.query('alter table public.t add b text');
    expect(await columnIds(other, 'public.t')).toEqual({ a: 'a', b: 'b#2' });
    await db.client.query('alter table public.t drop b');
    await db.client.query('alter table public.t add b text');
    expect(await columnIds(other, 'public.t')).toEqual({ a: 'a', b: 'b#3' });
  });

  it('of columns of views and composite types survives renames too', async () => {
    await db.client.query('create type public.pair as (a int, b int)');
    await db.client.query('create view public.v as select 1 as a');
    const other = await db.connect();
    await db.client.query('alter type public.pair rename attribute a to x');
    await db.client.query('alter view public.v rename column a to x');
    expect(await columnIds(other, 'public.pair')).toEqual({ x: 'a', b: 'b' });
    expect(await columnIds(other, 'public.v')).toEqual({ x: 'a' });
  });

  it('of a dropped and recreated object is the same, with the columns of the same names', async () => {
    await db.client.query('create table public.t (a int, b int)');
    await db.client.query('alter table public.t rename a to aa');
    const other = await db.connect();
    const born = (await objectIds(other)).get('table public.t');

    await db.client.query('drop table public.t; create table public.t (b int, aa int, c int)');

    expect((await objectIds(other)).get('table public.t')).toBe(born);
    expect(await columnIds(other, 'public.t')).toEqual({ b: 'b', aa: 'a', c: 'c' });
    expect(await expectationsOf(other)).toEqual(SOUND);
  });

  it('of an object that comes back later is the same again', async () => {
    await db.client.query('create table public.t (a int)');
    const other = await db.connect();
    const born = (await objectIds(other)).get('table public.t');
    await db.client.query('drop table public.t');
    await db.client.query('create table public.t (a int)');
    expect((await objectIds(other)).get('table public.t')).toBe(born);
    expect(await shown(other)).toEqual([added('table public.t')]);
  });
});
