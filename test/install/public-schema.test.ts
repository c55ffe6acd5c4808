import { install, verify } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { shown, statusOf } from '../sql/history/readback.js';
import { faultsIn } from '../sql/history/soundness.js';

describe('a database without the schema public it was made with', () => {
  const db = useDatabase({ engine: false, per: 'test' });

  it.each([
    ['dropped', 'drop schema public', []],
    ['made anew', 'drop schema public; create schema public', ['added schema public']],
    ['renamed', 'alter schema public rename to app', ['added schema app']],
  ])('can be tracked when it was %s', async (_, statement, schemas) => {
    await db.client.query(statement);
    await install(db.client);
    expect(await verify(db.client)).toEqual([]);
    expect(await shown(db.client)).toEqual(schemas);
    await db.client.query('create schema later');
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('goes on being tracked when that happens later', async () => {
    await install(db.client);
    await db.client.query('alter schema public rename to app');
    expect(await shown(db.client)).toEqual(['renamed schema app']);
    expect(await statusOf(db.client)).toEqual([]);
    await db.client.query('drop schema app');
    expect(await shown(db.client)).toEqual(['removed schema app']);
    await db.client.query('create schema public');
    expect(await faultsIn(db.client)).toEqual([]);
  });
});
