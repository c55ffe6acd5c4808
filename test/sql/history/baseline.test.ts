import { install } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { commitsOf, headOf, shown, stateHash, statusOf } from './readback.js';
import { faultsIn } from './soundness.js';

describe('the baseline commit', () => {
  const db = useDatabase({ engine: false, per: 'test' });

  it('is one commit of everything that exists when pggit is installed', async () => {
    await db.client.query(`
      create schema app;
      create type app.state as enum ('open', 'paid');
      create table app.orders (id int primary key, state app.state, total numeric(10, 2));
      create view app.totals as select sum(total) from app.orders`);
    await install(db.client);
    const other = await db.connect();
    expect(await shown(other)).toEqual([
      'added enum app.state',
      'added index app.orders_pkey',
      'added schema app',
      'added schema public',
      'added table app.orders',
      'added view app.totals',
    ]);
    expect(await faultsIn(other)).toEqual([]);
  });

  it('exists in an empty database too, so that HEAD always means a commit', async () => {
    await install(db.client);
    const other = await db.connect();
    const { rows } = await other.query(
      'select commit_id, parent_ids, branch, author, deployment_id from pggit.commits',
    );
    expect(rows).toEqual([
      {
        commit_id: await headOf(other),
        parent_ids: [],
        branch: 'main',
        author: db.client.user,
        deployment_id: null,
      },
    ]);
    expect(await shown(other, 'HEAD')).toEqual(['added schema public']);
  });

  it('holds the definitions of what was there', async () => {
    await db.client.query('create table public.orders (id int not null, total numeric(10, 2))');
    await install(db.client);
    const baseline = await headOf(db.client);
    await db.client.query('drop table public.orders');

    const other = await db.connect();
    const { rows } = await other.query(
      "select pggit.definition('table', 'public.orders', $1) as definition",
      [baseline],
    );
    expect(rows[0].definition).toMatchObject({
      column_order: ['id', 'total'],
      columns: { id: { type: 'integer' }, total: { type: 'numeric(10,2)' } },
    });
  });

  it('is the state of the catalog, with nothing left over', async () => {
    await db.client.query('create table public.orders (id bigserial primary key)');
    await install(db.client);
    const other = await db.connect();
    expect(await stateHash(other, 'HEAD')).toBe(await stateHash(other, 'live'));
    expect(await statusOf(other)).toEqual([]);
  });

  it('is the parent of the first change', async () => {
    await install(db.client);
    const baseline = await headOf(db.client);
    await db.client.query('create table public.orders (id int)');
    const other = await db.connect();
    expect(await commitsOf(other)).toMatchObject([{ parents: [baseline] }]);
    expect(await shown(other)).toEqual(['added table public.orders']);
  });
});
