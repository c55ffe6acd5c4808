import { pggit } from '@pggit/core';
import { uniqueRole, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { expectationsOf, objectIds, SOUND, shown, traces } from '../kinds/observer.js';
import { added, changed } from '../kinds/rows.js';

describe('ensure_object', () => {
  const db = useDatabase({ per: 'test' });
  const unseen = (sql: string) =>
    db.client.query(`set pggit.tracking = off; ${sql}; reset pggit.tracking`);
  const ensure = (kind: string, identity: string) => pggit(db.client).ensureObject(kind, identity);

  it('gives the id of an object that is known, and writes nothing', async () => {
    await db.client.query('create table public.t (id int)');
    const before = await traces(db.client);
    const id = await ensure('table', 'public.t');
    expect(id).toBe((await objectIds(db.client)).get('table public.t'));
    expect(await ensure('TABLE', 'Public . "t"')).toBe(id);
    expect(await traces(db.client)).toEqual(before);
  });

  it('records drift on it and on what lives on it, and leaves other drift', async () => {
    await unseen('create table public.t (id serial primary key); create table public.u ()');
    const id = await ensure('table', 'public.t');
    expect(await shown(db.client)).toEqual(
      expect.arrayContaining([added('table public.t'), added('index public.t_pkey')]),
    );
    expect(id).toBe((await objectIds(db.client)).get('table public.t'));
    expect(await pggit(db.client).status()).toMatchObject([
      { state: 'drift', identity: 'public.u' },
    ]);
  });

  it('keeps the id of a table that was renamed and altered unseen', async () => {
    await db.client.query('create table public.t (id int)');
    const id = await ensure('table', 'public.t');
    await unseen('alter table public.t rename to u; alter table public.u add note text');
    expect(await ensure('table', 'public.u')).toBe(id);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('takes a function by its signature, however it is spelled', async () => {
    await unseen(`create function public.f(uuid, jsonb) returns int language sql return 1;
      create function public.f(text) returns int language sql return 1`);
    await ensure('function', 'public.f(uuid,pg_catalog.jsonb)');
    expect(await shown(db.client)).toEqual([added('function public.f(uuid, jsonb)')]);
    await expect(ensure('function', 'public.f(nonsense)')).rejects.toMatchObject({
      code: 'object_not_found',
    });
    await ensure('function', 'public.f(note text)');
    expect(await shown(db.client)).toEqual([added('function public.f(text)')]);
  });

  it('twice is once, also in one transaction', async () => {
    await unseen('create table public.t ()');
    await db.client.query(
      `begin; select pggit.ensure_object('table', 'public.t'); select pggit.ensure_object('table', 'public.t');
       alter table public.t add note text; select pggit.ensure_object('table', 'public.t'); commit`,
    );
    expect(await shown(db.client)).toEqual([added('table public.t')]);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('belongs to the deployment of its session', async () => {
    await db.client.query('create table public.t ()');
    await unseen('alter table public.t add note text');
    await pggit(db.client).beginDeployment('release');
    const commits = (await traces(db.client)).commits;
    await ensure('table', 'public.t');
    expect((await traces(db.client)).commits).toBe(commits);
    await pggit(db.client).endDeployment();
    expect(await shown(db.client)).toEqual([
      changed('table public.t', { 'columns.note': [null, { type: 'text' }] }),
    ]);
  });

  it('is undone by a rollback', async () => {
    await unseen('create table public.t ()');
    await db.client.query(`begin; select pggit.ensure_object('table', 'public.t'); rollback`);
    expect(await pggit(db.client).status()).toMatchObject([{ state: 'drift' }]);
  });

  it('never runs into a constraint when two sessions ensure one object at once', async () => {
    await unseen('create table public.t (id int primary key)');
    const sessions = await Promise.all([1, 2, 3, 4].map(() => db.connect()));
    const ids = await Promise.all(
      sessions.map((session) => pggit(session).ensureObject('table', 'public.t')),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it.each([
    ['table', 'public.nothing'],
    ['view', 'public.known'],
    ['tabel', 'public.known'],
    ['table', ''],
    ['table', 'public.known.id'],
  ])('refuses what does not exist: %s %s', async (kind, identity) => {
    await db.client.query('create table public.known (id int)');
    await expect(ensure(kind, identity)).rejects.toMatchObject({
      code: 'object_not_found',
      kind,
      identity,
    });
    await expect(db.client.query('select pggit.ensure_object(null, null)')).rejects.toMatchObject({
      code: 'PGT03',
    });
  });

  it('refuses what a rule ignores, and names the rule', async () => {
    await pggit(db.client).addIgnorePattern('table public.tmp_%');
    await db.client.query('create table public.tmp_t ()');
    await expect(ensure('table', 'public.tmp_t')).rejects.toMatchObject({
      code: 'object_ignored',
      sqlState: 'PGT06',
      kind: 'table',
      identity: 'public.tmp_t',
      rule: 'ignore pattern table public.tmp_%',
    });
  });

  it('refuses what another session has locked, known or not', async () => {
    const other = await db.connect();
    await other.query('create view public.known as select 1 as a');
    await other.query('set pggit.tracking = off; create view public.unknown as select 1 as a');
    await other.query('begin; alter view public.known rename a to b; lock table public.unknown');
    for (const identity of ['public.known', 'public.unknown']) {
      await expect(ensure('View', identity)).rejects.toMatchObject({
        code: 'object_locked',
        sqlState: 'PGT07',
        kind: 'view',
        identity,
      });
      await expect(ensure('table', identity)).rejects.toMatchObject({ code: 'object_not_found' });
    }
    await other.query('commit');
    await ensure('view', 'public.known');
    expect(await shown(db.client)).toMatchObject([
      { change: 'changed', object: 'view public.known' },
    ]);
  });

  it('refuses what another session has recorded since the snapshot, and says so', async () => {
    await unseen('create table public.t ()');
    const session = await db.connect();
    await session.query('begin isolation level repeatable read; select');
    const id = await ensure('table', 'public.t');
    await expect(pggit(session).ensureObject('table', 'public.t')).rejects.toMatchObject({
      code: 'object_locked',
      message: expect.stringContaining('recorded by one since the snapshot of this transaction'),
    });
    await session.query('rollback');
    expect(await pggit(session).ensureObject('table', 'public.t')).toBe(id);
  });

  it('works in a pause and in an emergency stop, as it is asked for by name', async () => {
    await pggit(db.client).pauseTracking('1 hour');
    await db.client.query('create table public.paused ()');
    await ensure('table', 'public.paused');
    expect(await shown(db.client)).toEqual([added('table public.paused')]);
    await db.client.query(`select pggit.resume_tracking(), pggit.emergency_disable('1 hour')`);
    await db.client.query(
      'begin; create table public.stopped (); alter table public.stopped add a int',
    );
    await ensure('table', 'public.stopped');
    await db.client.query('commit');
    expect(await shown(db.client)).toEqual([added('table public.stopped')]);
    await pggit(db.client).emergencyEnable();
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('is for deployers', async () => {
    await unseen('create table public.t ()');
    for (const [membership, may] of [
      ['pggit_reader', false],
      ['pggit_deployer', true],
    ] as const) {
      const role = await uniqueRole(db.client, `login in role ${membership}`);
      const session = await db.connect({ user: role.name, password: role.password });
      const attempt = pggit(session).ensureObject('table', 'public.t');
      if (may) expect(await attempt).toBeDefined();
      else await expect(attempt).rejects.toMatchObject({ code: '42501' });
    }
  });
});
