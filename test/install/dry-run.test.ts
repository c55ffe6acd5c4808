import { install, verify } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { snapshot } from './snapshot.js';

describe('a dry run', () => {
  const db = useDatabase({ engine: false, per: 'test' });

  it('changes nothing and gives a script that installs the same engine', async () => {
    const before = await snapshot(db.client);
    const planned = await install(db.client, { dryRun: true });
    expect(await snapshot(db.client)).toEqual(before);

    await db.client.query(planned.sql ?? '');
    expect(await verify(db.client)).toEqual([]);
    expect(await install(db.client)).toMatchObject({ action: 'unchanged', mode: planned.mode });
    expect(planned).toMatchObject({ action: 'installed', mode: 'event' });
  });

  it('says so when there is nothing to do', async () => {
    await install(db.client);
    expect(await install(db.client, { dryRun: true })).toMatchObject({
      action: 'unchanged',
      sql: '',
    });
  });

  it('waits for nobody, not even for another installation', async () => {
    const other = await db.connect();
    await other.query(`begin; select pg_advisory_xact_lock(${BigInt('0x7067676974')})`);
    expect(await install(db.client, { dryRun: true })).toMatchObject({ action: 'installed' });
    await other.query('rollback');
  });
});
