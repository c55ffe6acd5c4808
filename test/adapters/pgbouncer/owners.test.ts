import { setTimeout as sleep } from 'node:timers/promises';
import { openRecording } from '@pggit/core/adapter';
import { useDatabase } from '@pggit/testing';
import { changesOf, readHistory } from '@pggit/testing/contract';
import { describe, expect, it, onTestFinished } from 'vitest';
import { nodeProgram } from '../../run/pggit-run.js';
import { TYPED, WAITS } from '../../run/programs.js';
import { relayTo } from '../../run/relay.js';
import { type StartedRun, startRun } from '../../run/started-run.js';
import { program, SESSION, usePooler } from './pooler.js';

describe.skipIf(program === undefined)('the owner of a deployment behind PgBouncer', () => {
  const db = useDatabase({ per: 'test' });
  const pooled = usePooler(db);

  const recover = async () =>
    (await db.client.query('select name from pggit.recover_deployments()')).rows.map(
      ({ name }) => name,
    );
  /** The server session whose client owns a deployment. */
  const holder = async (): Promise<number | undefined> =>
    (
      await db.client.query(
        `select l.pid from pg_catalog.pg_locks l join pggit.deployments d
              on (l.classid::bigint << 32) + l.objid::bigint = pggit._owner_lock(d.deployment_id)
            where l.locktype = 'advisory' limit 1`,
      )
    ).rows[0]?.pid;
  /** The server sessions of the pooler, which outlive its clients. */
  const serverSessions = async () =>
    (
      await db.client.query(
        `select pid from pg_catalog.pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
      )
    ).rows.map(({ pid }) => Number(pid));
  const start = (command: string[], url: string): StartedRun => {
    const run = startRun(command, {
      url,
      flags: ['--url', url, '--name', 'pooled', '--required'],
    });
    onTestFinished(() => {
      try {
        process.kill(-run.pid, 'SIGKILL');
      } catch {} // it has ended
    });
    return run;
  };
  const untilRecovered = async () => {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const closed = await recover();
      if (closed.length > 0) return closed;
      await sleep(50);
    }
    return [];
  };

  it('is gone when its client is killed, although its server session lives on', async () => {
    const run = start(WAITS, await pooled.start(SESSION));
    await run.printed('ready');
    expect(await recover()).toEqual([]);
    const before = await serverSessions();

    process.kill(-run.pid, 'SIGKILL');

    expect(await untilRecovered()).toEqual(['pooled']);
    expect(await serverSessions()).toEqual(expect.arrayContaining(before.slice(0, 1)));
    const { deployments } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'interrupted' }]);
    expect(await changesOf(db.client, deployments[0]?.commit ?? null)).toEqual([
      'added table public.landed',
    ]);
    await pooled.expectClean();
  });

  it('is gone with the killed run of an adapter, whose session the next client gets', async () => {
    const url = await pooled.start(SESSION);
    const run = startRun(
      nodeProgram(`
        import { openRecording } from '@pggit/core/adapter';
        const client = new pg.Client(process.env.DATABASE_URL);
        await client.connect();
        const say = (line) => console.log(line);
        await openRecording(client, { name: 'alone', settings: { required: true }, say });
        await client.query('create table public.landed ()');
        console.log('ready');
        setInterval(() => {}, 1000);`),
      { url, env: { PGGIT_ENABLED: 'false' } },
    );
    await run.printed('ready');
    expect(await recover()).toEqual([]);

    process.kill(-run.pid, 'SIGKILL');

    expect(await untilRecovered()).toEqual(['alone']);
    await pooled.expectClean();
  });

  it('is the client that connects again, whoever has the session before', async () => {
    const relay = await relayTo(await pooled.start(SESSION));
    const run = start(TYPED, relay.url);
    await run.printed('ready');
    const first = await holder();

    relay.cut();
    while ((await holder()) !== undefined) await sleep(20);
    const stranger = await pooled.connect();
    expect((await stranger.query('select pg_backend_pid() as pid')).rows).toEqual([{ pid: first }]);
    relay.mend();
    while ((await holder()) === undefined) await sleep(20);
    expect(await recover()).toEqual([]);
    await db.client.query('select pg_terminate_backend($1, 5000)', [first]);
    expect(await recover()).toEqual([]);

    run.type('create table public.a ()');
    await run.printed('done');
    run.type('');
    expect((await run.ended()).stderr).toMatch(/pggit: recorded 'pooled': 1 change/);
    expect((await readHistory(db.client)).deployments).toMatchObject([{ status: 'completed' }]);
  });

  it('is told when the pooler changes the session under a run after all', async () => {
    const one = await db.connect();
    const other = await db.connect();
    // What a client sees of a pooler that is set to another mode meanwhile.
    const client = {
      processID: 1,
      session: one,
      query: (text: string, values?: unknown[]) => client.session.query(text, values),
    };
    const lines: string[] = [];
    const say = (line: string) => void lines.push(line);
    const recording = await openRecording(client, { name: 'moved', settings: {}, say });
    await client.query('create table public.a ()');
    client.session = other;
    await recording?.finish();
    expect(lines).toEqual([
      expect.stringMatching(/^a pooler has changed the session of this run: /),
      expect.stringMatching(/^recorded 'moved': 1 change/),
    ]);
  });
});
