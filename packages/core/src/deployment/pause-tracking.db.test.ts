import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { pggit } from '../client/pggit.js';
import { pauseTracking } from './pause-tracking.js';

describe('pauseTracking', () => {
  const db = useDatabase({ per: 'test' });

  it('captures nothing of the work and everything after it', async () => {
    await pauseTracking(db.client, (client) => client.query('create table public.a (id int)'));
    await db.client.query('create table public.b (id int)');
    expect((await pggit(db.client).show()).map(({ identity }) => identity)).toEqual(['public.b']);
    expect(await pggit(db.client).status()).toMatchObject([
      { state: 'drift', identity: 'public.a' },
    ]);
  });

  it('resumes after work that failed inside a transaction, and throws its error', async () => {
    await expect(
      pauseTracking(db.client, async (client) => {
        await client.query('begin');
        await client.query('select nonsense');
      }),
    ).rejects.toMatchObject({ code: '42703' });
    await db.client.query('create table public.b (id int)');
    expect(await pggit(db.client).show()).toMatchObject([{ identity: 'public.b' }]);
  });

  it('does not leave a pause behind in a pool', async () => {
    const pool = db.pool({ max: 1 });
    await pauseTracking(pool, (client) => client.query('create table public.a (id int)'));
    await pool.query('create table public.b (id int)');
    expect(await pggit(pool).show()).toMatchObject([{ identity: 'public.b' }]);
  });

  it('refuses a duration that is none', async () => {
    await expect(pauseTracking(db.client, async () => {}, { duration: '0' })).rejects.toMatchObject(
      { code: 'invalid_duration' },
    );
  });
});
