import { useDatabase } from '@pggit/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { nodeProgram, pggitRun } from '../../run/pggit-run.js';
import { commitsOf, shown, statusOf } from '../history/readback.js';
import { createHistoryTable, record } from '../links/history-table.js';
import { linksOf } from '../links/readback.js';
import { deploymentsOf } from './readback.js';
import { begin, end, enterManualMode, kill, warningsOf } from './session.js';

describe('a deployment in manual mode', () => {
  const db = useDatabase({ per: 'test' });

  beforeEach(() => enterManualMode(db.client));

  /** Messages, deployments and changes of the commits, oldest first. */
  const history = async () => {
    const other = await db.connect();
    const commits = [];
    for (const { id, message, deploymentName } of await commitsOf(other)) {
      commits.push([message, deploymentName, await shown(other, id)]);
    }
    return commits;
  };
  const drift = async () =>
    (await statusOf(await db.connect())).filter((line) => !line.startsWith('disabled'));

  it('leaves what changed before it to a commit of its own', async () => {
    await db.client.query('create table public.m ()');
    const command = nodeProgram(`
      const client = new pg.Client(process.env.DATABASE_URL);
      await client.connect();
      await client.query('alter table public.m add b int');
      await client.end();`);
    const { exitCode } = await pggitRun(command, { url: db.url, flags: ['--name', 'd1'] });
    expect(exitCode).toBe(0);
    expect(await history()).toEqual([
      ['changed before deployment d1: added table public.m', null, ['added table public.m']],
      [expect.stringMatching(/^d1/), 'd1', ['changed table public.m']],
    ]);
    expect(await drift()).toEqual([]);
  });

  it('makes no commit where nothing changed before', async () => {
    await begin(db.client, 'd1');
    await db.client.query('create table public.a ()');
    await end(db.client);
    expect(await history()).toEqual([['d1', 'd1', ['added table public.a']]]);
    await begin(db.client, 'd2');
    await end(db.client);
    expect(await history()).toHaveLength(1);
  });

  it('takes nothing from another one at work, but from one whose session is gone', async () => {
    const session = await db.connect();
    await begin(session, 'd1');
    await session.query('create table public.a ()');
    await begin(db.client, 'd2');
    expect(await drift()).toEqual(['drift added table public.a']);
    await end(session);
    await end(db.client);
    expect(await history()).toEqual([['d1', 'd1', ['added table public.a']]]);

    const lost = await db.connect();
    await begin(lost, 'd3');
    await lost.query('create table public.b ()');
    await kill(lost, db.client);
    await begin(db.client, 'd4');
    expect(await drift()).toEqual([]);
    expect((await history()).slice(1)).toEqual([
      [expect.stringContaining('before deployment d4'), null, ['added table public.b']],
    ]);
  });

  it('is recovered with what had landed when its session is gone, and with the rows of a new history table', async () => {
    const lost = await db.connect();
    await begin(lost, 'd1');
    await createHistoryTable(lost);
    await lost.query('create table public.a ()');
    await record(lost, '1_a');
    await kill(lost, db.client);
    const { rows } = await db.client.query(
      'select name, commit_id from pggit.recover_deployments()',
    );
    expect(rows).toMatchObject([{ name: 'd1', commit_id: expect.any(String) }]);
    expect(await history()).toMatchObject([['d1', 'd1', ['added table public.a']]]);
    expect(await linksOf(await db.connect())).toMatchObject([{ key: '1_a' }]);
    expect(await drift()).toEqual([]);
  });

  it('is recovered without what may be that of another one at work', async () => {
    const [lost, atWork] = [await db.connect(), await db.connect()];
    await begin(lost, 'd1');
    await begin(atWork, 'd2');
    await lost.query('create table public.a ()');
    await kill(lost, db.client);
    await db.client.query('select pggit.recover_deployments()');
    expect(await drift()).toEqual(['drift added table public.a']);
    await end(atWork);
    expect(await history()).toEqual([['d2', 'd2', ['added table public.a']]]);
  });

  it('of two whose sessions are gone, the newest has what nobody captured', async () => {
    const [first, second] = [await db.connect(), await db.connect()];
    await begin(first, 'd1');
    await first.query('create table public.a ()');
    await kill(first, db.client);
    await begin(second, 'd2');
    await second.query('create table public.b ()');
    await kill(second, db.client);
    await db.client.query('select pggit.recover_deployments()');
    expect((await history()).map(([, name, changes]) => [name, changes])).toEqual([
      [null, ['added table public.a']],
      ['d2', ['added table public.b']],
    ]);
  });

  it('is recovered where the comparison fails, with a warning, and what changed stays drift', async () => {
    const lost = await db.connect();
    await begin(lost, 'd1');
    await lost.query('create table public.a ()');
    await kill(lost, db.client);
    await db.client.query('alter function pggit._mark_drift() rename to _lost');
    const warnings = warningsOf(db.client);
    await db.client.query('select pggit.recover_deployments()');
    expect(warnings).toMatchObject([{ message: expect.stringContaining('_mark_drift') }]);
    expect(await deploymentsOf(await db.connect())).toEqual([]);
    expect(await drift()).toEqual(['drift added table public.a']);
  });

  it('links no row that a history table got before it', async () => {
    await createHistoryTable(db.client);
    await record(db.client, '1_before');
    await begin(db.client, 'd1');
    await record(db.client, '2_in');
    await end(db.client);
    expect(await linksOf(await db.connect())).toMatchObject([{ key: '2_in' }]);
  });

  it('begins where the branch is held, and what changed before is committed first', async () => {
    await db.client.query('create table public.m ()');
    const holder = await db.connect();
    await holder.query('begin; select from pggit.branches for update');
    await begin(db.client, 'd1');
    await db.client.query('create table public.a ()');
    await holder.query('rollback');
    await end(db.client);
    expect((await history()).map(([, name, changes]) => [name, changes])).toEqual([
      [null, ['added table public.m']],
      ['d1', ['added table public.a']],
    ]);
  });

  it('begins where the comparison fails, with a warning, and what changed stays drift', async () => {
    await db.client.query('create table public.m ()');
    await db.client.query('alter function pggit._mark_drift() rename to _lost');
    const warnings = warningsOf(db.client);
    await begin(db.client, 'd1');
    expect(warnings).toMatchObject([{ message: expect.stringContaining('_mark_drift') }]);
    expect(await deploymentsOf(await db.connect())).toMatchObject([{ name: 'd1', status: 'open' }]);
    expect(await drift()).toEqual(['drift added table public.m']);
  });

  it('is refused in a transaction that may not write, as it ever was', async () => {
    await db.client.query('create table public.m ()');
    await db.client.query('begin read only');
    await expect(begin(db.client, 'd1')).rejects.toMatchObject({ code: '25006' });
    await db.client.query('rollback');
    expect(await drift()).toEqual(['drift added table public.m']);
  });

  it('counts what its own transaction changed before it as before', async () => {
    await db.client.query('begin; create table public.m ()');
    await begin(db.client, 'd1');
    await db.client.query('create table public.a ()');
    await end(db.client);
    await db.client.query('commit');
    expect((await history()).map(([, name, changes]) => [name, changes])).toEqual([
      [null, ['added table public.m']],
      ['d1', ['added table public.a']],
    ]);
  });
});
