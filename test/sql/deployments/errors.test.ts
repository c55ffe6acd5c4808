import { uniqueName, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { commitsOf } from '../history/readback.js';
import { failureOf } from './failure.js';
import { deploymentsOf } from './readback.js';
import { begin, current, end, join } from './session.js';

describe('deployments refuse', () => {
  const db = useDatabase({ per: 'test' });

  it('to begin in a session that belongs to one, and name it (PGD01)', async () => {
    const session = await db.connect();
    const id = await begin(session, 'billing');
    const failure = await failureOf(begin(session, 'nested'));
    expect(failure).toMatchObject({
      code: 'PGD01',
      detail: { deployment_id: id, name: 'billing' },
    });
    expect(failure.message).toContain('billing');
    expect(failure.hint).not.toBe('');
    expect(await current(session)).toBe(id);
    expect(await deploymentsOf(db.client)).toMatchObject([{ id, status: 'open' }]);
  });

  it('to begin in a session that joined one (PGD01)', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    const session = await db.connect({ options: `-c pggit.deployment=${id}` });
    expect(await failureOf(begin(session, 'nested'))).toMatchObject({
      code: 'PGD01',
      detail: { deployment_id: id, name: 'billing' },
    });
  });

  it.each(['end_deployment', 'abort_deployment'])('%s without one (PGD02)', async (name) => {
    const session = await db.connect();
    const failure = await failureOf(session.query(`select pggit.${name}()`));
    expect(failure.code).toBe('PGD02');
    expect(failure.message).toContain(name);
    expect(failure.hint).not.toBe('');
  });

  it.each(['end_deployment', 'abort_deployment'])('%s a second time (PGD02)', async (name) => {
    const session = await db.connect();
    await begin(session, 'billing');
    await session.query('create table public.a ()');
    await end(session);
    expect((await failureOf(session.query(`select pggit.${name}()`))).code).toBe('PGD02');
    expect(await commitsOf(db.client)).toHaveLength(1);
  });

  it('to end one that another session has ended (PGD04)', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    await opener.query('create table public.a ()');
    const session = await db.connect();
    await join(session, id);
    await end(session);
    expect(await failureOf(end(opener))).toMatchObject({
      code: 'PGD04',
      detail: { deployment_id: id },
    });
    expect(await deploymentsOf(db.client)).toMatchObject([{ status: 'completed' }]);
  });

  it.each([
    ['an id nobody gave', '11111111-2222-4333-8444-555555555555'],
    ['null', null],
  ])('to join %s (PGD03)', async (_, id) => {
    const session = await db.connect();
    const failure = await failureOf(session.query('select pggit.join_deployment($1)', [id]));
    expect(failure).toMatchObject({ code: 'PGD03', detail: { deployment_id: id } });
    expect(failure.hint).not.toBe('');
    expect(await current(session)).toBeNull();
  });

  it('to join a closed one, and say how it closed (PGD04)', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'billing');
    await opener.query('create table public.a ()');
    await end(opener);
    const session = await db.connect();
    const failure = await failureOf(join(session, id));
    expect(failure).toMatchObject({
      code: 'PGD04',
      detail: { deployment_id: id, name: 'billing', status: 'completed' },
    });
    expect(failure.message).toContain('billing');
    expect(await current(session)).toBeNull();
  });

  it('to join a discarded one, which is unknown by now (PGD03)', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'nothing');
    await end(opener);
    expect((await failureOf(join(db.client, id))).code).toBe('PGD03');
  });

  it.each([
    ['null', null],
    ['empty', ''],
    ['spaces', '   '],
    ['white space of all kinds', ' \t\r\n '],
  ])('a blank name: %s (PGD05)', async (_, name) => {
    const session = await db.connect();
    const failure = await failureOf(session.query('select pggit.begin_deployment($1)', [name]));
    expect(failure).toMatchObject({ code: 'PGD05', detail: { name } });
    expect(failure.hint).not.toBe('');
    expect(await current(session)).toBeNull();
    expect(await deploymentsOf(db.client)).toEqual([]);
  });

  it('without breaking the session: it works on after a rollback', async () => {
    const session = await db.connect();
    const table = uniqueName('t');
    await session.query('begin');
    await failureOf(end(session));
    await session.query('rollback');
    await begin(session, 'billing');
    await session.query(`create table public.${table} ()`);
    await end(session);
    expect(await commitsOf(db.client)).toMatchObject([{ deploymentName: 'billing' }]);
  });
});
