import { type Queryable, withDeployment } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { program, recorded, SESSION, SHARED, tablesOf, usePooler } from './pooler.js';

describe.skipIf(program === undefined)('withDeployment through PgBouncer', () => {
  const db = useDatabase({ per: 'test' });
  const pooled = usePooler(db);
  const poolTo = (url: string) => {
    const pool = new pg.Pool({ connectionString: url, max: 2 });
    pool.on('error', () => {});
    onTestFinished(() => pool.end());
    return pool;
  };
  const work = (client: Queryable) => client.query('create table public.a ()');

  it('records in session mode, and leaves the session clean', async () => {
    await withDeployment(poolTo(await pooled.start(SESSION)), { name: 'by hand' }, work);
    expect(await recorded(db)).toMatchObject([
      { status: 'completed', changes: ['added table public.a'] },
    ]);
    await pooled.expectClean();
  });

  it.each(SHARED)('throws in %s, before the work runs', async (_, options, why) => {
    const pool = poolTo(await pooled.start(options));
    await expect(withDeployment(pool, { name: 'by hand' }, work)).rejects.toMatchObject({
      name: 'SessionSharedError',
      code: 'session_shared',
      sqlState: 'PGD06',
      message: expect.stringContaining(why),
      hint: expect.stringContaining('the server itself'),
    });
    expect(await tablesOf(db)).toEqual([]);
    expect(await recorded(db)).toEqual([]);
    await pooled.expectClean();
  });
});
