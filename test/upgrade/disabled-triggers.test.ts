import { install, verify } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { statusOf } from '../sql/history/readback.js';

const DISABLED = [{ kind: 'disabled', object: 'event trigger pggit_ddl_trigger' }];

describe('an event trigger that an administrator has disabled', () => {
  const db = useDatabase({ per: 'test' });

  /** Disables one, lets the other fire always, and makes the engine one that needs an upgrade. */
  const disableInOldEngine = async () => {
    await db.client.query(`
      alter event trigger pggit_ddl_trigger disable;
      alter event trigger pggit_drop_trigger enable always;
      update pggit.settings set value = '"0.0.1"' where name = 'engine_version'`);
  };

  const enabled = async () => {
    const { rows } = await db.client.query(
      `select evtname, evtenabled from pg_event_trigger where evtname like 'pggit%' order by 1`,
    );
    return rows.map(({ evtname, evtenabled }) => `${evtname} ${evtenabled}`);
  };

  it('stays disabled after an upgrade, and status and verify say so', async () => {
    await disableInOldEngine();
    expect(await install(db.client)).toMatchObject({ action: 'upgraded', mode: 'event' });
    expect(await enabled()).toEqual(['pggit_ddl_trigger D', 'pggit_drop_trigger A']);
    expect(await verify(db.client)).toMatchObject(DISABLED);
    expect(await statusOf(db.client)).toEqual(['disabled  event trigger pggit_ddl_trigger']);
    await db.client.query('create table public.unseen ()');
    expect(await statusOf(db.client)).toContain('drift added table public.unseen');
  });

  it('is no reason to install again', async () => {
    await db.client.query('alter event trigger pggit_ddl_trigger disable');
    expect(await install(db.client)).toMatchObject({ action: 'unchanged' });
    expect(await verify(db.client)).toMatchObject(DISABLED);
  });

  it('stays disabled after the script of a dry run, too', async () => {
    await disableInOldEngine();
    const { sql, dropped } = await install(db.client, { dryRun: true });
    expect(dropped).toEqual([]);
    await db.client.query(sql ?? '');
    expect(await enabled()).toEqual(['pggit_ddl_trigger D', 'pggit_drop_trigger A']);
    expect(await install(db.client)).toMatchObject({ action: 'unchanged' });
  });
});
