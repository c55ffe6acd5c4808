import { setTimeout as wait } from 'node:timers/promises';
import { isPgGitError, pggit } from '@pggit/core';
import { postgresMajor, uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { enterManualMode } from '../deployments/session.js';
import { warningsOf } from '../kinds/cases.js';
import { expectationsOf, SOUND, shown, traces } from '../kinds/observer.js';
import { added } from '../kinds/rows.js';

const INVALID: readonly [string, number?][] = [
  ['null'],
  [`interval '0'`],
  [`interval '-1 second'`],
  [`interval 'infinity'`, 17],
  [`interval '300000 years'`],
];

describe('emergency_disable', () => {
  const db = useDatabase({ per: 'test' });
  const stop = (duration = '1 hour') => pggit(db.client).emergencyDisable(duration);
  const states = async () =>
    (await pggit(await db.connect()).status()).map(({ state, kind, identity }) =>
      state === 'disabled' ? `${state} ${kind}` : `${state} ${kind} ${identity}`,
    );

  it('keeps the DDL of every session out of history, those that are connected too', async () => {
    const [connected, before] = [await db.connect(), await traces(db.client)];
    await connected.query('create temp table warm ()');
    await stop();
    await connected.query('create table public.a ()');
    await (await db.connect()).query('create table public.b (); drop table public.b');
    await db.client.query('create table public.c ()');
    expect(await traces(db.client)).toEqual(before);
    expect(await states()).toEqual([
      'disabled database',
      'drift table public.a',
      'drift table public.c',
    ]);
    expect((await expectationsOf(db.client)).marks).toBe(0);
  });

  it('holds at the end of transactions that were open already, in every isolation level', async () => {
    for (const level of ['read committed', 'serializable']) {
      const open = await db.connect();
      await open.query(`begin isolation level ${level}; create table public.t ()`);
      const before = await traces(db.client);
      await stop();
      await open.query('commit');
      if (level === 'read committed') expect(await traces(db.client)).toEqual(before);
      await pggit(db.client).emergencyEnable();
      await db.client.query('drop table public.t; select pggit.capture()');
      expect(await expectationsOf(db.client)).toEqual(SOUND);
    }
  });

  it('alters no event trigger', async () => {
    const triggers = async () =>
      (await db.client.query('select evtname, evtenabled, xmin from pg_event_trigger order by 1'))
        .rows;
    const before = await triggers();
    await stop();
    expect(await triggers()).toEqual(before);
  });

  it('expires by the clock, with nobody calling', async () => {
    await stop('1 second');
    await db.client.query('create table public.a ()');
    await wait(1050);
    expect(await states()).toEqual(['drift table public.a']);
    await db.client.query('create table public.b ()');
    expect(await shown(await db.connect())).toEqual([added('table public.b')]);
  });

  it('ends with emergency_enable, which is no error without a stop', async () => {
    await stop();
    await pggit(db.client).emergencyEnable();
    await pggit(db.client).emergencyEnable();
    await db.client.query('create table public.t ()');
    expect(await shown(await db.connect())).toEqual([added('table public.t')]);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('is replaced by the next one, a shorter one too', async () => {
    await stop('1 hour');
    await stop('50 milliseconds');
    await wait(70);
    expect(await states()).toEqual([]);
  });

  it('leaves drift that capture adopts, afterwards or meanwhile', async () => {
    await stop();
    await db.client.query('create table public.a (id int)');
    expect(await pggit(db.client).capture('adopted meanwhile')).toBeDefined();
    expect(await shown(db.client)).toEqual([added('table public.a')]);
    await db.client.query('create table public.b (id int)');
    await pggit(db.client).emergencyEnable();
    await pggit(db.client).capture('adopted afterwards');
    expect(await shown(db.client)).toEqual([added('table public.b')]);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('interrupts a deployment: what it had captured is its commit, the rest is drift', async () => {
    const git = pggit(db.client);
    await git.beginDeployment('release');
    await db.client.query('create table public.a ()');
    await stop();
    await db.client.query('create table public.b ()');
    await git.endDeployment();
    expect(await shown(db.client)).toEqual([added('table public.a')]);
    expect(await states()).toEqual(['disabled database', 'drift table public.b']);
  });

  it('is warned of by a deployment that begins meanwhile', async () => {
    await stop();
    const warnings = warningsOf(db.client);
    await pggit(db.client).beginDeployment('release');
    expect(warnings).toEqual([expect.stringMatching(/^pggit is disabled until .*nothing of this/)]);
    await db.client.query('create table public.t ()');
    await pggit(db.client).endDeployment();
    expect(await db.client.query('select from pggit.deployments')).toMatchObject({ rowCount: 0 });
  });

  it('writes no links; backfill_links writes them afterwards', async () => {
    await db.client.query(
      'create table public.pgmigrations (id serial primary key, name varchar(255) not null, run_on timestamp not null)',
    );
    await stop();
    await db.client.query(
      `begin; create table public.t (); insert into public.pgmigrations (name, run_on) values ('001', now()); commit`,
    );
    expect(await pggit(db.client).migrations()).toEqual([]);
    await pggit(db.client).emergencyEnable();
    await pggit(db.client).capture();
    await pggit(db.client).backfillLinks();
    expect(await pggit(db.client).migrations()).toMatchObject([{ migrationKey: '001' }]);
  });

  it('holds for what a deployment finds in manual mode', async () => {
    await enterManualMode(db.client);
    await stop();
    await db.client.query('create table public.a ()');
    await pggit(db.client).beginDeployment('release');
    await db.client.query('create table public.b ()');
    await pggit(db.client).endDeployment();
    const { rows } = await db.client.query(
      `select identity from pggit.status() where state = 'drift'`,
    );
    expect(rows).toEqual([{ identity: 'public.a' }, { identity: 'public.b' }]);
  });

  it('is named by explain_tracking before every other rule', async () => {
    await db.client.query('create table public.t ()');
    await stop();
    const [first, second] = await pggit(db.client).explainTracking('public.t');
    expect(first).toMatchObject({
      rule: expect.stringMatching(/^disabled for the whole database until /),
      effect: 'ignored',
      decides: true,
    });
    expect(second).toMatchObject({ effect: 'tracked', decides: false });
  });

  it('is taken back by a rollback', async () => {
    await db.client.query(`begin; select pggit.emergency_disable('1 hour'); rollback`);
    await db.client.query('create table public.t ()');
    expect(await shown(db.client)).toEqual([added('table public.t')]);
  });

  it('waits for no other change of settings', async () => {
    const other = await db.connect();
    await other.query('begin; select pggit.configure_tracking()');
    await db.client.query(`set lock_timeout = '100ms'`);
    await stop();
    await other.query('rollback');
  });

  it.each(INVALID.filter(([, since = 0]) => since <= postgresMajor()))(
    'refuses a duration that is none: %s',
    async (duration) => {
      const attempt = db.client.query(`select pggit.emergency_disable(${duration})`);
      await expect(attempt).rejects.toMatchObject({
        code: 'PGT01',
        message: expect.stringContaining('an emergency stop must last'),
      });
      expect(await states()).toEqual([]);
    },
  );

  it('is the business of admins: others are refused, readers see it in status', async () => {
    const error = await pggit(db.client)
      .emergencyDisable('-1 hour')
      .catch((raised) => raised);
    expect(isPgGitError(error, 'invalid_duration')).toBe(true);
    for (const [membership, may] of [
      ['pggit_deployer', false],
      ['pggit_admin', true],
    ] as const) {
      const role = await uniqueRole(db.client, `login in role ${membership}`);
      const session = await db.connect({ user: role.name, password: role.password });
      for (const call of [`emergency_disable('1 hour')`, 'emergency_enable()']) {
        const attempt = session.query(`select pggit.${call}`);
        if (may) await attempt;
        else await expect(attempt).rejects.toMatchObject({ code: '42501' });
      }
    }
    await stop();
    const reader = await uniqueRole(db.client, 'login in role pggit_reader');
    const session = await db.connect({ user: reader.name, password: reader.password });
    expect(await pggit(session).status()).toMatchObject([{ state: 'disabled', kind: 'database' }]);
  });

  it.each([`'"soon"'`, `'{}'`, 'null', `'1e300'`])(
    'that somebody wrote by hand as %s fails no DDL',
    async (value) => {
      await db.client.query(
        `insert into pggit.settings values ('disabled_until', coalesce(${value}::jsonb, 'null'))`,
      );
      await db.client.query('create table public.t ()');
      expect(await db.client.query(`select to_regclass('public.t') as t`)).toMatchObject({
        rows: [{ t: 't' }],
      });
    },
  );
});
