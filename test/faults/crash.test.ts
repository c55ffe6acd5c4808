import { isolatedServer } from '@pggit/testing';
import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { deploymentsOf } from '../sql/deployments/readback.js';
import { begin, end, recoverAfterRestart } from '../sql/deployments/session.js';
import { headOf, shown, statusOf } from '../sql/history/readback.js';
import { faultsIn } from '../sql/history/soundness.js';
import { createHistoryTable, migrate, record } from '../sql/links/history-table.js';
import { linksOf } from '../sql/links/readback.js';
import { allowStalling, backendOf, type Moment, stallAt, untilStalled } from './stalling.js';

// A server of its own: it is crashed, in the one way and in the other.
const server = isolatedServer({
  settings: { synchronous_commit: 'on', max_prepared_transactions: '2' },
});
let url: string;

beforeAll(async () => {
  url = (await server.createDatabase({ engine: true })).url;
  const admin = await server.connect(url);
  await createHistoryTable(admin);
  await allowStalling(admin, ['insert changes', 'insert commits', 'update deployments']);
});

/** A session once the server is back; what a crash does to connections takes it some moments. */
async function reconnect(): Promise<pg.Client> {
  const end = Date.now() + 10_000;
  for (;;) {
    try {
      const session = await server.connect(url);
      await session.query('select');
      return session;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Starts work in a session and gives its backend once the work has come to the moment. */
async function stalled(
  session: pg.Client,
  moment: Moment,
  work: (session: pg.Client) => Promise<unknown>,
): Promise<number> {
  const pid = await backendOf(session);
  await stallAt(session, moment);
  work(session).catch(() => {});
  await untilStalled(await server.connect(url), pid);
  return pid;
}

const CRASHES: Record<string, (backend: number) => Promise<void>> = {
  'that is stopped at once': () => server.restart('immediate'),
  // One backend that dies unclean takes the whole server through a crash and a recovery.
  'one backend of which is killed': async (backend) => {
    const witness = await server.connect(url);
    const lost = new Promise((resolve) => witness.once('end', resolve));
    process.kill(backend, 'SIGKILL');
    await lost;
  },
};

describe.each(Object.entries(CRASHES))('a server %s', (_, crash) => {
  it('in the middle of capture has nothing of it, and everything before it', async () => {
    const session = await server.connect(url);
    await session.query('create table public.landed (id int)');
    const head = await headOf(session);
    const marked = await server.connect(url);
    await marked.query('begin; create table public.marked (id int)');
    const recorded = await server.connect(url);
    await recorded.query('begin; create table public.recorded ()');
    await record(recorded, '1_recorded');
    await crash(
      await stalled(session, 'insert changes', (s) =>
        s.query('alter table public.landed add gone int'),
      ),
    );

    const other = await reconnect();
    expect(await headOf(other)).toBe(head);
    expect(await shown(other)).toEqual(['added table public.landed']);
    const marks = await other.query('select count(*)::int as marks from pggit.dirty_objects');
    expect(marks.rows).toEqual([{ marks: 0 }]);
    expect((await linksOf(other)).map(({ key }) => key)).not.toContain('1_recorded');
    expect(await faultsIn(other)).toEqual([]);

    await other.query('alter table public.landed add id2 int');
    expect(await shown(other)).toEqual(['changed table public.landed']);
    await other.query('drop table public.landed');
    expect(await faultsIn(other)).toEqual([]);
  });

  it('in the middle of the end of a deployment recovers it as interrupted', async () => {
    const session = await server.connect(url);
    const id = await begin(session, 'billing');
    await migrate(session, `of ${id}`, 'create table public.billed (id int)');
    const head = await headOf(session);
    await crash(await stalled(session, 'update deployments', (s) => end(s, 'Never', ['never'])));

    const other = await reconnect();
    expect(await headOf(other)).toBe(head);
    expect((await deploymentsOf(other)).at(-1)).toMatchObject({ id, status: 'open' });
    expect(await statusOf(other)).toEqual(['staged added table public.billed']);

    expect((await other.query('select from pggit.recover_deployments()')).rows).toEqual([]);
    const recovered = await recoverAfterRestart(other);
    expect(recovered).toEqual([
      { deployment_id: id, name: 'billing', commit_id: await headOf(other) },
    ]);
    expect(await shown(other)).toEqual(['added table public.billed']);
    expect((await deploymentsOf(other)).at(-1)).toMatchObject({ id, status: 'interrupted' });
    expect((await linksOf(other)).at(-1)).toMatchObject({
      key: `of ${id}`,
      commit: await headOf(other),
    });
    expect((await other.query("select from pggit.tags where name = 'never'")).rows).toEqual([]);
    await other.query('drop table public.billed');
    expect(await faultsIn(other)).toEqual([]);
  });

  it('keeps what was prepared, record and link included', async () => {
    const session = await server.connect(url);
    await session.query('begin; create table public.prepared (id int)');
    await record(session, `prepared before ${await headOf(session)}`);
    await session.query("prepare transaction 'kept'");
    const head = await headOf(session);
    await crash(
      await stalled(await server.connect(url), 'insert changes', (s) =>
        s.query('create table public.gone ()'),
      ),
    );

    const other = await reconnect();
    expect(await headOf(other)).toBe(head);
    await other.query("commit prepared 'kept'");
    expect(await shown(other)).toEqual(['added table public.prepared']);
    expect((await linksOf(other)).at(-1)).toMatchObject({
      key: `prepared before ${head}`,
      commit: await headOf(other),
    });
    await other.query('drop table public.prepared');
    expect(await faultsIn(other)).toEqual([]);
  });
});
