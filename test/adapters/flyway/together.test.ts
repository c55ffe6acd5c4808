import { once } from 'node:events';
import { useDatabase } from '@pggit/testing';
import {
  authorsOf,
  endAsleep,
  leftOver,
  readHistory,
  until,
  untilAlone,
  untilAsleep,
} from '@pggit/testing/contract';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { flywayOf, PATIENCE, useFlywayProject } from './project.js';

const tool = await flywayOf();

/** With two keys, where Flyway's own lock has one. */
const AT_THE_GATE = 'select pg_advisory_xact_lock(1, 1);';

describe.skipIf(tool === undefined)('several processes of Flyway', { timeout: PATIENCE }, () => {
  const db = useDatabase({ per: 'test' });
  const project = useFlywayProject(tool);

  /** Stops the migrations that go through it. */
  const closeGate = async () => {
    const gate = await db.connect();
    await gate.query('select pg_advisory_lock(1, 1)');
    return () => gate.query('select pg_advisory_unlock(1, 1)');
  };
  const untilWaiting = (sessions: number) =>
    until(async () => {
      const { rowCount } = await db.client.query(
        `select from pg_locks where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())`,
      );
      return rowCount === sessions;
    });
  /** A signal takes effect a moment later, in which Flyway could have its lock back. */
  const untilStopped = ({ pid }: { pid?: number | undefined }) =>
    until(async () => (await execa('ps', ['-o', 'state=', '-p', `${pid}`])).stdout.startsWith('T'));
  const linked = async () =>
    (await readHistory(db.client)).links.map(({ key, commit }) => [key, commit]);

  it('that find nothing to do close the deployment of nobody', async () => {
    await project.addCallbacks();
    await project.write({
      'V1__a.sql': 'create table a (id int);',
      'V2__b.sql': 'create table b (id int); select pg_sleep(4);',
    });
    const first = project.start(db.url, 'migrate');
    await untilAsleep(db.client);

    const idle = await project.run(db.url, 'migrate', '-target=1');
    const { exitCode, output } = await first.outcome;

    expect([idle.exitCode, exitCode], idle.output + output).toEqual([0, 0]);
    const { deployments, commits } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'completed', commit: commits[0]?.id }]);
    expect(await linked()).toEqual(['1', '2'].map((key) => [key, commits[0]?.id]));
  });

  it('that take turns each end their own deployment', async () => {
    await project.addCallbacks();
    await project.write({
      'V1__a.sql': `create table a (id int); ${AT_THE_GATE}`,
      'V2__b.sql': 'create table b (id int);',
      'V3__c.sql': 'create table c (id int);',
    });
    const openGate = await closeGate();
    const first = project.start(db.url, 'migrate');
    await untilWaiting(1);
    // Flyway's lock is free for a moment between two migrations. Whoever queues for it has it then.
    const { rows } = await db.client.query(
      `select (classid::bigint << 32) + objid::bigint as lock from pg_locks
        where locktype = 'advisory' and objsubid = 1 and mode = 'ExclusiveLock'
          and database = (select oid from pg_database where datname = current_database())`,
    );
    expect(rows).toHaveLength(1);
    const { lock } = rows[0];
    const queue = await db.connect();
    const queued = queue.query('select pg_advisory_lock($1)', [lock]);
    await untilWaiting(2);
    await openGate();
    await queued;
    first.process.kill('SIGSTOP');
    await untilStopped(first.process);
    await queue.query('select pg_advisory_unlock($1)', [lock]);

    const second = await project.run(db.url, 'migrate', '-target=2');
    first.process.kill('SIGCONT');
    const { exitCode, output } = await first.outcome;

    expect([second.exitCode, exitCode], second.output + output).toEqual([0, 0]);
    const { deployments } = await readHistory(db.client);
    expect(deployments.map(({ status }) => status)).toEqual(['completed', 'completed']);
    const [mine, others] = deployments.map(({ commit }) => commit);
    expect(await linked()).toEqual([
      ['1', mine],
      ['2', others],
      ['3', mine],
    ]);
    expect(await authorsOf(db.client, mine ?? null)).toEqual({ 'public.a': '1', 'public.c': '3' });
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('of which one was killed: the next one closes what it had open, with its links', async () => {
    await project.addCallbacks();
    await project.write({
      'V1__a.sql': 'create table a (id int);',
      'V2__b.sql': 'create table b (id int); select pg_sleep(60);',
      'V3__c.sql': 'create table c (id int);',
    });
    const killed = project.start(db.url, 'migrate');
    await untilAsleep(db.client);
    const gone = once(killed.process, 'exit');
    killed.process.kill('SIGKILL');
    await gone;
    await endAsleep(db.client);
    await untilAlone(db.client);
    await project.write({ 'V2__b.sql': 'create table b (id int);' });

    const { exitCode, output } = await project.run(db.url, 'migrate');

    expect(exitCode, output).toBe(0);
    const { deployments, commits } = await readHistory(db.client);
    expect(deployments.map(({ status }) => status)).toEqual(['interrupted', 'completed']);
    const [before, after] = commits.map(({ id }) => id);
    expect(deployments.map(({ commit }) => commit)).toEqual([before, after]);
    expect(await linked()).toEqual([
      ['1', before],
      ['2', after],
      ['3', after],
    ]);
    expect(await leftOver(db.client)).toEqual([]);
  });
});
