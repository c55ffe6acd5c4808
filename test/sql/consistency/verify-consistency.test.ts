import { pggit } from '@pggit/core';
import { postgresMajor, uniqueRole, useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { enterManualMode } from '../deployments/session.js';
import { expectationsOf, SOUND, shown, traces } from '../kinds/observer.js';
import { added } from '../kinds/rows.js';
import { createHistoryTable, record } from '../links/history-table.js';

const ISSUES = [
  'event trigger',
  'setting',
  'emergency',
  'deployment',
  'history table',
  'drift',
  'unread',
];

describe('verify_consistency', () => {
  const db = useDatabase({ per: 'test' });
  const fixed = { fixIssues: true };

  /** State, issue and object of each row. */
  const found = async (
    options: { fixIssues?: boolean; verbose?: boolean } = {},
    client: ClientBase = db.client,
  ) =>
    (await pggit(client).verifyConsistency(options)).map(
      ({ state, issue, object }) => `${state} ${issue}: ${object}`,
    );

  it('finds nothing where nothing is, and says with verbose what it looked at', async () => {
    await db.client.query('create table public.t ()');
    expect(await found()).toEqual([]);
    expect(await found({ verbose: true })).toEqual(ISSUES.map((issue) => `sound ${issue}: null`));
    expect(await found(fixed)).toEqual([]);
  });

  it('counts drift, lists it with verbose, and captures it to fix it', async () => {
    await db.client.query('create table public.old ()');
    await db.client.query(
      `set pggit.tracking = off; create table public.a (id int primary key); drop table public.old;
       reset pggit.tracking`,
    );
    expect(await found()).toEqual(['open drift: index public.a_pkey and 2 more']);
    const before = await traces(db.client);
    expect((await found({ verbose: true })).slice(-4, -1)).toEqual([
      'open drift: table public.a',
      'open drift: table public.old',
      'open drift: index public.a_pkey',
    ]);
    expect(await traces(db.client)).toEqual(before);
    expect(await found(fixed)).toEqual(['fixed drift: index public.a_pkey and 2 more']);
    expect(await found()).toEqual([]);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
    const [commit] = await pggit(db.client).log();
    expect(commit?.message).toBe('found by verify_consistency');
  });

  it.each(['disable', 'enable replica'])(
    'finds event triggers that do not fire (%s), and enables them before it captures',
    async (how) => {
      await db.client.query(
        `alter event trigger pggit_ddl_trigger ${how}; alter event trigger pggit_drop_trigger ${how}`,
      );
      await db.client.query('create table public.a ()');
      expect(await found()).toEqual([
        'open event trigger: pggit_ddl_trigger',
        'open event trigger: pggit_drop_trigger',
        'open drift: table public.a',
      ]);
      expect(await found(fixed)).toEqual([
        'fixed event trigger: pggit_ddl_trigger',
        'fixed event trigger: pggit_drop_trigger',
        'fixed drift: table public.a',
      ]);
      await db.client.query('create table public.b ()');
      expect(await shown(db.client)).toEqual([added('table public.b')]);
      expect(await expectationsOf(db.client)).toEqual(SOUND);
    },
  );

  it('finds an event trigger that is gone, which an upgrade brings back', async () => {
    await db.client.query('drop event trigger pggit_drop_trigger');
    const rows = await pggit(db.client).verifyConsistency(fixed);
    expect(rows).toMatchObject([{ state: 'open', object: 'pggit_drop_trigger' }]);
    expect(rows[0]?.hint).toBe('run pggit upgrade');
  });

  it('misses no event trigger in manual mode', async () => {
    await enterManualMode(db.client);
    expect(await found()).toEqual([]);
  });

  it('finds a bypass by session_replication_role: the setting here, drift from elsewhere', async () => {
    await db.client.query('set session_replication_role = replica; create table public.a ()');
    expect(await found()).toEqual([
      'open setting: session_replication_role of this session',
      'open drift: table public.a',
    ]);
    expect(await found({}, await db.connect())).toEqual(['open drift: table public.a']);
    expect(await found(fixed)).toEqual([
      'open setting: session_replication_role of this session',
      'fixed drift: table public.a',
    ]);
    expect(await expectationsOf(await db.connect())).toEqual(SOUND);
  });

  it.skipIf(postgresMajor() < 17)('finds event_triggers = off', async () => {
    await db.client.query('set event_triggers = off; create table public.a ()');
    expect(await found()).toEqual([
      'open setting: event_triggers of this session',
      'open drift: table public.a',
    ]);
  });

  it('finds settings of roles and of the database, and says how to reset each', async () => {
    const role = await uniqueRole(db.client, 'login');
    const { rows } = await db.client.query('select current_database() as name');
    const database = rows[0].name;
    const set = [
      `alter role ${role.name} set session_replication_role = replica`,
      `alter role ${role.name} in database ${database} set pggit.tracking = 'off'`,
      `alter database ${database} set pggit.tracking = 'off'`,
    ];
    await db.client.query(set.join(';'));
    const findings = await pggit(db.client).verifyConsistency(fixed);
    const mine = findings.filter(
      ({ object }) => object?.includes(role.name) || !object?.includes('role '),
    );
    expect(mine.map(({ state, object }) => `${state} ${object}`).sort()).toEqual([
      `open pggit.tracking of database ${database}`,
      `open pggit.tracking of role ${role.name} in database ${database}`,
      `open session_replication_role of role ${role.name}`,
    ]);
    for (const { hint } of mine) await db.client.query(hint ?? '');
    expect((await found()).filter((line) => line.includes(role.name))).toEqual([]);
    expect(await found({}, await db.connect())).toEqual([]);
  });

  it('finds a setting of all roles, however its value is written, and none that lets capture be', async () => {
    const set = postgresMajor() < 17 ? [] : [`alter role all set event_triggers = 'F'`];
    await db.client.query(
      `begin; alter role all set pggit.tracking = 'off'; ${set.map((each) => `${each};`).join('')}`,
    );
    const findings = await pggit(db.client).verifyConsistency();
    const all = findings.filter(({ object }) => object?.endsWith('of every role'));
    expect(all.map(({ object, hint }) => ({ object, hint }))).toEqual(
      ['pggit.tracking', ...(postgresMajor() < 17 ? [] : ['event_triggers'])].map((name) => ({
        object: `${name} of every role`,
        hint: `alter role all reset ${name}`,
      })),
    );
    await db.client.query(`alter role all set pggit.tracking = 'false'`);
    expect((await found()).filter((line) => /pggit.tracking of every/.test(line))).toEqual([]);
    await db.client.query('rollback');
  });

  it('finds an emergency stop, and leaves it to whoever called it', async () => {
    await pggit(db.client).emergencyDisable('1 hour');
    expect(await found(fixed)).toEqual(['open emergency: database']);
    await pggit(db.client).emergencyEnable();
    expect(await found()).toEqual([]);
  });

  it('finds deployments whose owner is gone, and recovers them', async () => {
    const owner = await db.connect();
    const id = await pggit(owner).beginDeployment('lost');
    await owner.query('create table public.landed ()');
    expect(await found()).toEqual([]);
    await owner.end();
    await expect.poll(() => found()).toEqual([`open deployment: lost (${id})`]);
    expect(await found(fixed)).toEqual([`fixed deployment: lost (${id})`]);
    expect(await shown(db.client)).toEqual([added('table public.landed')]);
    expect(await found()).toEqual([]);
  });

  it('finds history tables without their trigger, and with one that is disabled', async () => {
    await createHistoryTable(db.client);
    await db.client.query('drop trigger zz_pggit_link on public.pgmigrations');
    expect(await found()).toEqual(['open history table: public.pgmigrations']);
    expect(await found(fixed)).toEqual(['fixed history table: public.pgmigrations']);
    await db.client.query('alter table public.pgmigrations disable trigger zz_pggit_link');
    expect(await found()).toEqual(['open history table: public.pgmigrations']);
    expect(await found(fixed)).toEqual(['fixed history table: public.pgmigrations']);
    await record(db.client, '001');
    expect(await pggit(db.client).migrations()).toMatchObject([{ migrationKey: '001' }]);
    expect(await found()).toEqual([]);
  });

  it('leaves open what somebody has locked', async () => {
    await createHistoryTable(db.client);
    await db.client.query('alter table public.pgmigrations disable trigger zz_pggit_link');
    const other = await db.connect();
    await other.query('begin; lock table public.pgmigrations in share mode');
    expect(await found(fixed)).toEqual(['open history table: public.pgmigrations']);
    await other.query('rollback');
  });

  it('puts what it captures into the deployment of its session', async () => {
    await db.client.query(
      'set pggit.tracking = off; create table public.a (); reset pggit.tracking',
    );
    await pggit(db.client).beginDeployment('release');
    expect(await found(fixed)).toEqual(['fixed drift: table public.a']);
    await pggit(db.client).endDeployment();
    expect(await shown(db.client)).toEqual([added('table public.a')]);
  });

  it('is undone by a rollback, and takes null for false', async () => {
    await db.client.query(
      'set pggit.tracking = off; create table public.a (); reset pggit.tracking',
    );
    await db.client.query('begin; select pggit.verify_consistency(true); rollback');
    expect(await found()).toEqual(['open drift: table public.a']);
    const { rows } = await db.client.query(
      'select state from pggit.verify_consistency(null, null)',
    );
    expect(rows).toEqual([{ state: 'open' }]);
  });

  it('looks for readers in a session that may not write; only admins fix', async () => {
    await db.client.query(
      'set pggit.tracking = off; create table public.a (); reset pggit.tracking',
    );
    const session = async (membership: string, options = '') => {
      const role = await uniqueRole(db.client, `login in role ${membership}`);
      return db.connect({ user: role.name, password: role.password, options });
    };
    const reader = await session('pggit_reader', '-c default_transaction_read_only=on');
    expect(await found({}, reader)).toEqual(['open drift: table public.a']);
    await expect(found(fixed, await session('pggit_deployer'))).rejects.toMatchObject({
      code: '42501',
    });
    expect(await found(fixed, await session('pggit_admin'))).toEqual([
      'fixed drift: table public.a',
    ]);
  });

  it.each(['pggit_reader', 'pggit_deployer'])(
    'refuses to fix for a %s also where there is nothing to fix',
    async (membership) => {
      const role = await uniqueRole(db.client, `login in role ${membership}`);
      const session = await db.connect({ user: role.name, password: role.password });
      expect(await found({}, session)).toEqual([]);
      await expect(found(fixed, session)).rejects.toMatchObject({
        code: '42501',
        message: expect.stringContaining('permission denied'),
      });
    },
  );
});
