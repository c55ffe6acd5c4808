import { install, verify } from '@pggit/core';
import { uniqueRole, useDatabase } from '@pggit/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { shown } from '../sql/history/readback.js';
import { faultsIn } from '../sql/history/soundness.js';
import { installFirstRelease } from '../upgrade/first-release.js';
import { failureOfInstall, terminatedAt } from './interrupted-phases.js';
import { snapshot } from './snapshot.js';

const PHASES: Record<string, RegExp> = {
  'the first schema migration': /create table if not exists pggit\.schema_migrations/,
  'the last schema migration': /create table pggit\.migration_tools/,
  'the functions': /create or replace function pggit\.log\(/,
  'the views': /create or replace view pggit\.kinds/,
  'the triggers': /create constraint trigger finish_transaction/,
  'the grants': /revoke all on schema pggit from public/,
  'the event triggers': /create event trigger pggit_ddl_trigger/,
  'the settings': /'engine_checksum', to_jsonb/,
  'the baseline': /select pggit\._baseline\(\)/,
  'the manifest': /insert into pggit\.manifest/,
  'its commit': /^commit$/,
};

const UPGRADE_PHASES: Record<string, RegExp> = {
  'looking at what is there': /set_config\('pggit\.drift_before_upgrade'/,
  'the gate': /strpos\(p\.prosrc, 'pg_try_advisory_xact_lock_shared'\) = 0\n {2}loop/,
  'waiting for others': /pg_advisory_xact_lock\(482771167606\)/,
  'taking the event triggers away': /drop event trigger if exists pggit_ddl_trigger/,
  'dropping what is stale': /drop routine if exists pggit\.stale\(\) restrict/,
  'the functions': /create or replace function pggit\.log\(/,
  'the event triggers': /create event trigger pggit_ddl_trigger/,
  'its own work': /select pggit\._after_upgrade\(\)/,
  'its commit': /^commit$/,
};

describe('an installation whose backend is terminated', () => {
  const db = useDatabase({ engine: false, per: 'test' });

  it('in whatever phase leaves nothing, and the next one succeeds', {
    timeout: 60_000,
  }, async () => {
    await db.client.query('create schema app; create table app.orders (id int primary key)');
    const before = await snapshot(db.client);
    for (const [name, phase] of Object.entries(PHASES)) {
      const client = await terminatedAt(await db.connect(), phase, db.client);
      const failure = await failureOfInstall(install(client));
      expect(failure, name).toMatch(/57P01|not queryable|terminated/);
      expect(await snapshot(db.client), name).toEqual(before);
    }
    expect(await install(db.client)).toMatchObject({ action: 'installed', mode: 'event' });
    expect(await verify(db.client)).toEqual([]);
    expect(await shown(db.client)).toContain('added table app.orders');
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('by a role without event triggers leaves nothing either', async () => {
    const role = await uniqueRole(db.client);
    await db.client.query(`grant create on database ${db.name} to ${role.name}`);
    const before = await snapshot(db.client);
    const connect = () => db.connect({ user: role.name, password: role.password });
    for (const phase of [/^rollback to savepoint pggit_event_triggers/, /_baseline\(\)/]) {
      const client = await terminatedAt(await connect(), phase, db.client);
      expect(await failureOfInstall(install(client))).toBe('57P01');
      expect(await snapshot(db.client)).toEqual(before);
    }
    expect(await install(await connect())).toMatchObject({ action: 'installed', mode: 'manual' });
  });
});

describe('an upgrade of the first release', () => {
  const db = useDatabase({ engine: false });

  beforeAll(async () => {
    await installFirstRelease(db);
    await db.client.query(`
      create function pggit.stale() returns int language sql return 1;
      insert into pggit.manifest values ('function', 'pggit.stale()', '', '')`);
  });

  it('that would break a user’s view is refused, and nothing is changed', async () => {
    await db.client.query('create view public.mine as select pggit.stale() as one');
    const before = await snapshot(db.client);
    await expect(install(db.client)).rejects.toMatchObject({
      code: 'dependent_objects',
      dependents: [{ object: 'view public.mine', dependsOn: 'function pggit.stale()' }],
    });
    expect(await snapshot(db.client)).toEqual(before);
    expect((await db.client.query('select one from public.mine')).rows).toEqual([{ one: 1 }]);
    await db.client.query('drop view public.mine');
    expect(await shown(db.client)).toEqual(['removed view public.mine']);
  });

  /** The first release has no gate: an upgrade adds it to the functions of the event triggers first. */
  const withoutGate = (lines: string[]) =>
    lines.map((line) => line.replace(/^(routine pggit\._mark_(ddl|dropped)_.*) \w+$/, '$1'));

  it('whose backend is terminated, in whatever phase, leaves the old engine at work, and the next one succeeds', {
    timeout: 60_000,
  }, async () => {
    const before = withoutGate(await snapshot(db.client));
    for (const [name, phase] of Object.entries(UPGRADE_PHASES)) {
      const client = await terminatedAt(await db.connect(), phase, db.client);
      const failure = await failureOfInstall(install(client));
      expect(failure, name).toMatch(/57P01|not queryable|terminated/);
      expect(withoutGate(await snapshot(db.client)), name).toEqual(before);
    }
    await db.client.query('create table public.captured_by_the_old_one ()');
    expect(await shown(db.client)).toEqual(['added table public.captured_by_the_old_one']);

    expect(await install(db.client)).toMatchObject({
      action: 'upgraded',
      previousVersion: '0.1.0',
      dropped: expect.arrayContaining(['function pggit.stale()']),
    });
    expect(await verify(db.client)).toEqual([]);
    await db.client.query('create table public.captured_by_the_new_one ()');
    expect(await shown(db.client)).toEqual(['added table public.captured_by_the_new_one']);
  });
});
