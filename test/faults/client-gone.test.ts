import type { Socket } from 'node:net';
import { useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { deploymentsOf } from '../sql/deployments/readback.js';
import { begin, end } from '../sql/deployments/session.js';
import { commitsOf, headOf, shown, statusOf } from '../sql/history/readback.js';
import { faultsIn } from '../sql/history/soundness.js';
import { createHistoryTable, migrate, record } from '../sql/links/history-table.js';
import { linksOf } from '../sql/links/readback.js';
import { allowStalling, backendOf, stallAt, untilGone, untilStalled } from './stalling.js';

describe('a client that is gone without a word', () => {
  const db = useDatabase();
  let other: pg.Client;

  beforeAll(async () => {
    await createHistoryTable(db.client);
    await allowStalling(db.client, ['insert commits']);
    other = await db.connect();
  });

  /** Cuts the connection as a crash of the client or of the network does. */
  async function cut(session: pg.Client): Promise<number> {
    const pid = await backendOf(session);
    hangUp(session);
    return pid;
  }

  function hangUp(session: pg.Client): void {
    (session as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
  }

  it('in a transaction leaves nothing of it', async () => {
    const head = await headOf(other);
    const session = await db.connect();
    await session.query('begin; create table public.gone (id int)');
    await record(session, '1_gone');
    await untilGone(other, await cut(session));
    expect(await headOf(other)).toBe(head);
    expect(await linksOf(other)).toEqual([]);
    expect(await faultsIn(other)).toEqual([]);
  });

  it('while its transaction commits has all of it recorded, for the server goes on', async () => {
    const session = await db.connect();
    const pid = await backendOf(session);
    await session.query('begin; create table public.arrived (id int)');
    await record(session, '1_arrived');
    await stallAt(session, 'insert commits', 0.3);
    session.query('commit').catch(() => {});
    await untilStalled(other, pid);
    hangUp(session);
    await untilGone(other, pid);
    expect(await shown(other)).toEqual(['added table public.arrived']);
    expect(await linksOf(other)).toMatchObject([{ key: '1_arrived', commit: await headOf(other) }]);
    expect(await faultsIn(other)).toEqual([]);
  });

  it('in a deployment leaves what landed, to be recovered', async () => {
    const session = await db.connect();
    const id = await begin(session, 'cut off');
    await migrate(session, '2_landed', 'create table public.landed (id int)');
    await session.query('begin; create table public.gone (id int)');
    await untilGone(other, await cut(session));
    expect(await statusOf(other)).toEqual(['staged added table public.landed']);
    expect((await deploymentsOf(other)).at(-1)).toMatchObject({ id, status: 'open' });

    const { rows } = await other.query('select * from pggit.recover_deployments()');
    expect(rows).toEqual([{ deployment_id: id, name: 'cut off', commit_id: await headOf(other) }]);
    expect(await shown(other)).toEqual(['added table public.landed']);
    expect((await linksOf(other)).at(-1)).toMatchObject({
      key: '2_landed',
      commit: await headOf(other),
    });
    expect((await deploymentsOf(other)).at(-1)).toMatchObject({ id, status: 'interrupted' });
    expect(await faultsIn(other)).toEqual([]);
  });

  it('while its deployment ends has ended it', async () => {
    const session = await db.connect();
    const pid = await backendOf(session);
    const id = await begin(session, 'ended');
    await session.query('create table public.ended (id int)');
    await stallAt(session, 'insert commits', 0.3);
    end(session, 'Ended', ['done']).catch(() => {});
    await untilStalled(other, pid);
    hangUp(session);
    await untilGone(other, pid);
    expect((await commitsOf(other)).at(-1)).toMatchObject({
      deployment: id,
      message: 'Ended',
      tags: ['done'],
    });
    expect((await deploymentsOf(other)).at(-1)).toMatchObject({ id, status: 'completed' });
    expect((await other.query('select * from pggit.recover_deployments()')).rows).toEqual([]);
    expect(await faultsIn(other)).toEqual([]);
  });
});
