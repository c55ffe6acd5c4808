import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { commitsOf, headOf, shown, statusOf } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { deploymentsOf } from './readback.js';
import { begin, current, end } from './session.js';

describe('a deployment in one session', () => {
  const db = useDatabase({ per: 'test' });

  it('is open, and known to its session, from its begin', async () => {
    const session = await db.connect();
    const id = await begin(session, '2026-11 billing');
    expect(await current(session)).toBe(id);
    expect(await current(db.client)).toBeNull();
    expect(await deploymentsOf(db.client)).toMatchObject([
      {
        id,
        name: '2026-11 billing',
        autoCommit: false,
        status: 'open',
        reason: null,
        commit: null,
        openedBy: session.user,
        endedAt: null,
      },
    ]);
  });

  it('makes no commit before its end: its changes are staged', async () => {
    const session = await db.connect();
    const head = await headOf(db.client);
    const id = await begin(session, 'billing');
    await session.query('create table public.a ()');
    await session.query('create table public.b ()');
    expect(await headOf(db.client)).toBe(head);
    const { rows } = await db.client.query('select * from pggit.status()');
    expect(rows).toEqual([
      { state: 'staged', change: 'added', kind: 'table', identity: 'public.a', deployment_id: id },
      { state: 'staged', change: 'added', kind: 'table', identity: 'public.b', deployment_id: id },
    ]);
  });

  it('makes one commit of all its transactions, with message and tags', async () => {
    const session = await db.connect();
    const id = await begin(session, 'billing');
    await session.query('create table public.a (id int)');
    await session.query('begin; create table public.b (); create table public.c (); commit');
    await session.query('alter table public.a add column total int');
    await end(session, 'Add billing', ['validation', 'meter']);

    expect(await commitsOf(db.client)).toMatchObject([
      {
        message: 'Add billing',
        deployment: id,
        deploymentName: 'billing',
        tags: ['meter', 'validation'],
        changes: 3,
      },
    ]);
    expect(await shown(db.client)).toEqual([
      'added table public.a',
      'added table public.b',
      'added table public.c',
    ]);
    expect(await statusOf(db.client)).toEqual([]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is completed by its end, with the commit it became', async () => {
    const session = await db.connect();
    await begin(session, 'billing');
    await session.query('create table public.a ()');
    await end(session);
    const [deployment] = await deploymentsOf(db.client);
    expect(deployment).toMatchObject({
      status: 'completed',
      reason: null,
      commit: await headOf(db.client),
    });
    expect(deployment?.endedAt?.getTime()).toBeGreaterThanOrEqual(
      deployment?.startedAt.getTime() ?? Number.NaN,
    );
  });

  it('gives the commit its own name when the end brings no message', async () => {
    const session = await db.connect();
    await begin(session, 'billing');
    await session.query('create table public.a ()');
    await end(session);
    expect(await commitsOf(db.client)).toMatchObject([{ message: 'billing', tags: [] }]);
  });

  it('leaves the session outside when it has ended', async () => {
    const session = await db.connect();
    await begin(session, 'billing');
    await session.query('create table public.a ()');
    await end(session);
    expect(await current(session)).toBeNull();
    await session.query('create table public.b ()');
    expect(await commitsOf(db.client)).toMatchObject([
      { deploymentName: 'billing' },
      { deploymentName: null, message: 'added table public.b' },
    ]);
  });

  it('can be followed by another one in the same session', async () => {
    const session = await db.connect();
    for (const name of ['first', 'second']) {
      await begin(session, name);
      await session.query(`create table public.${name} ()`);
      await end(session);
    }
    expect(await commitsOf(db.client)).toMatchObject([
      { deploymentName: 'first', changes: 1 },
      { deploymentName: 'second', changes: 1 },
    ]);
  });

  it('takes names as they are, but for blanks around them', async () => {
    const session = await db.connect();
    await begin(session, `  it's "2026"; drop table x -- ü  `);
    await session.query('create table public.a ()');
    await end(session);
    expect(await deploymentsOf(db.client)).toMatchObject([
      { name: `it's "2026"; drop table x -- ü` },
    ]);
  });

  it('takes its arguments by name, as people write them', async () => {
    const session = await db.connect();
    await session.query(
      "select pggit.begin_deployment(deployment_name => 'n', auto_commit => false)",
    );
    await session.query('create table public.a ()');
    await session.query("select pggit.end_deployment(message => 'm', tags => array['t'])");
    expect(await commitsOf(db.client)).toMatchObject([{ message: 'm', tags: ['t'] }]);
  });

  it('leaves what another session does meanwhile outside', async () => {
    const session = await db.connect();
    const outside = await db.connect();
    await begin(session, 'billing');
    await session.query('create table public.a ()');
    await outside.query('create table public.other ()');
    await session.query('create table public.b ()');
    await end(session);
    expect(await shown(db.client)).toEqual(['added table public.a', 'added table public.b']);
    expect((await commitsOf(db.client)).map(({ deploymentName }) => deploymentName)).toEqual([
      null,
      'billing',
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });
});
