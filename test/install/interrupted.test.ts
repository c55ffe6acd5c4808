import { install } from '@pggit/core';
import { uniqueName, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { snapshot } from './snapshot.js';

describe('an installation that is interrupted', () => {
  const db = useDatabase({ engine: false, per: 'test' });

  /** Waits until a session waits for a lock, and gives its process id. */
  async function blocked(application: string): Promise<number> {
    for (;;) {
      const { rows } = await db.client.query(
        "select pid from pg_stat_activity where application_name = $1 and wait_event_type = 'Lock'",
        [application],
      );
      if (rows.length > 0) return rows[0].pid;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it('leaves nothing when its session is killed while it waits for another one', async () => {
    const before = await snapshot(db.client);
    const application = uniqueName('waiting');
    const first = await db.connect();
    await first.query(`begin; select pg_advisory_xact_lock(${BigInt('0x7067676974')})`);
    const pool = db.pool({ application_name: application });
    const installation = install(pool).catch((error) => error);
    await db.client.query('select pg_terminate_backend($1)', [await blocked(application)]);
    expect(await installation).toMatchObject({
      code: 'install_failed',
      step: 'waiting for another installation',
      cause: { code: '57P01' },
    });
    await first.query('rollback');
    expect(await snapshot(db.client)).toEqual(before);
    expect(await install(pool)).toMatchObject({ action: 'installed' });
  });

  it('gives up waiting for another one after a while', async () => {
    const first = await db.connect();
    await first.query(`begin; select pg_advisory_xact_lock(${BigInt('0x7067676974')})`);
    await expect(install(db.client, { waitMs: 50 })).rejects.toMatchObject({
      code: 'install_failed',
      cause: { code: '55P03' },
    });
    await first.query('rollback');
  });
});
