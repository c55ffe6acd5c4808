import { setTimeout as wait } from 'node:timers/promises';
import { postgresMajor, useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { shown } from '../kinds/observer.js';
import { added, changed } from '../kinds/rows.js';

const INVALID: readonly [string, number?][] = [
  ['null'],
  [`interval '0'`],
  [`interval '-1 second'`],
  [`interval '1 day -25 hours'`],
  [`interval '-1 month 5 days'`],
  [`interval 'infinity'`, 17],
  [`interval '-infinity'`, 17],
  [`interval '300000 years'`],
];

describe('pause_tracking', () => {
  const db = useDatabase({ per: 'test' });

  async function isTracked(session: ClientBase, name = 'probe'): Promise<boolean> {
    await session.query(`create table public.${name} ()`);
    const rows = await shown(await db.connect());
    await session.query(`drop table public.${name}`);
    return rows.some(({ object }) => object === `table public.${name}`);
  }

  it('keeps the DDL of its session out of history, and no other', async () => {
    const paused = await db.connect();
    await paused.query(`select pggit.pause_tracking('1 hour')`);
    expect(await isTracked(paused)).toBe(false);
    expect(await isTracked(await db.connect())).toBe(true);
  });

  it('is said by status in the session that is paused', async () => {
    const paused = await db.connect();
    await paused.query(`select pggit.pause_tracking('1 hour')`);
    const { rows } = await paused.query('select state, kind from pggit.status()');
    expect(rows).toEqual([{ state: 'paused', kind: 'session' }]);
    expect((await db.client.query('select * from pggit.status()')).rows).toEqual([]);
  });

  it.each([
    ['session_replication_role', 'replica'],
    ...(postgresMajor() >= 17 ? [['event_triggers', 'off']] : []),
  ])('is what %s = %s does as well, and status says so', async (name, value) => {
    const session = await db.connect({ options: `-c ${name}=${value}` });
    const said = `select kind, identity from pggit.status() where state = 'paused'`;
    expect((await session.query(said)).rows).toEqual([
      { kind: 'setting', identity: `${name} = ${value}` },
    ]);
    expect(await isTracked(session)).toBe(false);
    await session.query(`reset ${name}; set ${name} = ${value === 'off' ? 'on' : 'origin'}`);
    expect((await session.query(said)).rows).toEqual([]);
  });

  it('expires by itself', async () => {
    const paused = await db.connect();
    await paused.query(`select pggit.pause_tracking('1 second')`);
    expect(await isTracked(paused)).toBe(false);
    await wait(1050);
    expect(await isTracked(paused)).toBe(true);
    expect(
      (await paused.query(`select * from pggit.status() where state = 'paused'`)).rows,
    ).toEqual([]);
  });

  it('ends with resume_tracking, which is no error without a pause', async () => {
    await db.client.query(`select pggit.pause_tracking('1 hour')`);
    await db.client.query('select pggit.resume_tracking()');
    await db.client.query('select pggit.resume_tracking()');
    expect(await isTracked(db.client)).toBe(true);
  });

  it('is replaced by the next one', async () => {
    await db.client.query(`select pggit.pause_tracking('1 hour')`);
    await db.client.query(`select pggit.pause_tracking('10 milliseconds')`);
    await wait(30);
    expect(await isTracked(db.client)).toBe(true);
  });

  it('ends with its session, also in a pool that resets sessions', async () => {
    const pool = db.pool({ max: 1 });
    await pool.query(`select pggit.pause_tracking('1 hour')`);
    await pool.query('discard all');
    await pool.query('create table public.after_discard ()');
    expect(await shown(await db.connect())).toEqual([added('table public.after_discard')]);
  });

  it('is taken back by a rollback', async () => {
    await db.client.query(`begin; select pggit.pause_tracking('1 hour'); rollback`);
    expect(await isTracked(db.client)).toBe(true);
  });

  it('is taken back by a rollback to a savepoint', async () => {
    await db.client.query(
      `begin; savepoint s; select pggit.pause_tracking('1 hour'); rollback to s; commit`,
    );
    expect(await isTracked(db.client)).toBe(true);
  });

  it('leaves what was done before it in the same transaction recorded', async () => {
    await db.client.query(
      `begin; create table public.before (); select pggit.pause_tracking('1 hour');
       create table public.during (); select pggit.resume_tracking(); create table public.after (); commit`,
    );
    expect(await shown(db.client)).toEqual([
      added('table public.after'),
      added('table public.before'),
    ]);
    const { rows } = await db.client.query('select state, change, identity from pggit.status()');
    expect(rows).toEqual([{ state: 'drift', change: 'added', identity: 'public.during' }]);
  });

  it('expires inside a transaction: what comes after is recorded, what was before is drift', async () => {
    await db.client.query('create table public.changed (id int); create table public.dropped ()');
    await db.client.query(
      `begin; select pggit.pause_tracking('1 second');
       create table public.during (id int); alter table public.changed add during int;
       drop table public.dropped;
       select pg_sleep(1.1);
       create table public.after (); alter table public.changed add after int; commit`,
    );
    expect(await shown(await db.connect())).toEqual([
      added('table public.after'),
      changed('table public.changed', {
        'columns.after': [null, { type: 'integer' }],
        'columns.during': [null, { type: 'integer' }],
      }),
    ]);
    const { rows } = await db.client.query('select state, change, identity from pggit.status()');
    expect(rows).toEqual([
      { state: 'drift', change: 'removed', identity: 'public.dropped' },
      { state: 'drift', change: 'added', identity: 'public.during' },
    ]);
    expect(await isTracked(db.client)).toBe(true);
  });

  it('that begins in a transaction and lasts through its commit leaves the rest of it recorded', async () => {
    await db.client.query(
      `begin; create table public.before (); select pggit.pause_tracking('1 hour');
       create table public.during (); alter table public.before add during int; commit`,
    );
    expect(await shown(await db.connect())).toEqual([added('table public.before')]);
    const { rows } = await db.client.query(
      `select state, change, identity from pggit.status() where state <> 'paused'`,
    );
    expect(rows).toEqual([{ state: 'drift', change: 'added', identity: 'public.during' }]);
  });

  it('that expires between the steps of one statement lets the later ones be recorded', async () => {
    await db.client.query(`select pggit.pause_tracking('1 second')`);
    await db.client.query(
      `do $f$ begin
         create table public.early (); perform pg_sleep(1.1); create table public.late ();
       end $f$`,
    );
    expect(await shown(await db.connect())).toEqual([added('table public.late')]);
  });

  it('that is over when an object made in it is changed, renamed or dropped, has it whole', async () => {
    await db.client.query(
      `begin; select pggit.pause_tracking('1 second');
       create table public.renamed (id int primary key); create table public.gone ();
       select pg_sleep(1.1);
       alter table public.renamed rename to found; drop table public.gone; commit`,
    );
    const rows = await shown(await db.connect());
    expect(rows.map(({ change, object }) => `${change} ${object}`)).toEqual([
      'added table public.found',
      'added index public.renamed_pkey',
    ]);
    expect((await db.client.query('select * from pggit.status()')).rows).toEqual([]);
  });

  it('is the deployment’s pause too: what it saw is in its commit, the rest is drift', async () => {
    await db.client.query(`select pggit.begin_deployment('paused')`);
    await db.client.query('create table public.seen ()');
    await db.client.query(
      `begin; select pggit.pause_tracking('1 second'); create table public.unseen ();
       select pg_sleep(1.1); create table public.seen_again (); commit`,
    );
    await db.client.query('select pggit.end_deployment()');
    expect(await shown(await db.connect())).toEqual([
      added('table public.seen'),
      added('table public.seen_again'),
    ]);
    const { rows } = await db.client.query('select state, change, identity from pggit.status()');
    expect(rows).toEqual([{ state: 'drift', change: 'added', identity: 'public.unseen' }]);
  });

  it('holds when the session changes how it writes dates', async () => {
    await db.client.query(`set datestyle = 'SQL, DMY'; set timezone = 'America/New_York'`);
    await db.client.query(`select pggit.pause_tracking('1 hour')`);
    await db.client.query(`set datestyle = 'German'; set timezone = 'Asia/Kolkata'`);
    expect(await isTracked(db.client)).toBe(false);
    await db.client.query(`set datestyle = 'SQL, MDY'`);
    expect(await isTracked(db.client, 'probe2')).toBe(false);
  });

  it('does not stop DDL when somebody sets the setting to nonsense', async () => {
    for (const value of ['soon', '', 'infinity', '2020-01-01', '99999999999999']) {
      await db.client.query(`select set_config('pggit.paused_until', $1, false)`, [value]);
      await db.client.query('create table public.t (); drop table public.t');
    }
  });

  it.each(INVALID.filter(([, since = 0]) => postgresMajor() >= since))(
    'refuses a pause of %s',
    async (duration) => {
      const attempt = db.client.query(`select pggit.pause_tracking(${duration})`);
      const error = await attempt.then(
        () => undefined,
        (raised) => raised,
      );
      expect(error).toMatchObject({ code: 'PGT01' });
      expect(JSON.parse(error.detail)).toHaveProperty('duration');
      expect(error.hint).toMatch(/interval/);
      expect(await isTracked(db.client)).toBe(true);
    },
  );
});
