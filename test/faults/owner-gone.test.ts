import { useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { deploymentOfTables, deploymentsOf } from '../sql/deployments/readback.js';
import { begin, current, end, join } from '../sql/deployments/session.js';
import { commitsOf, headOf, shown, stateHash, statusOf } from '../sql/history/readback.js';
import { faultsIn } from '../sql/history/soundness.js';
import { createHistoryTable, migrate, record } from '../sql/links/history-table.js';
import { linksOf } from '../sql/links/readback.js';
import { backendOf, terminate } from './stalling.js';

describe('a deployment whose owner is gone while another session goes on', () => {
  const db = useDatabase({ per: 'test' });

  async function orphaned(): Promise<{ id: string; joined: pg.Client }> {
    await createHistoryTable(db.client);
    const opener = await db.connect();
    const joined = await db.connect();
    const id = await begin(opener, 'billing');
    await join(joined, id);
    await migrate(opener, '1_by_the_owner', 'create table public.by_the_owner ()');
    await terminate(db.client, await backendOf(opener));
    return { id, joined };
  }

  it('goes on, and can be ended by that session', async () => {
    const { id, joined } = await orphaned();
    expect(await current(joined)).toBe(id);
    await migrate(joined, '2_goes_on', 'create table public.goes_on ()');
    await end(joined, 'Ended by the second', ['v1']);
    expect(await deploymentsOf(db.client)).toMatchObject([{ id, status: 'completed' }]);
    const commit = await headOf(db.client);
    expect((await linksOf(db.client)).map((link) => [link.key, link.commit])).toEqual([
      ['1_by_the_owner', commit],
      ['2_goes_on', commit],
    ]);
    expect((await db.client.query('select * from pggit.recover_deployments()')).rows).toEqual([]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('takes what that session commits after the recovery as a second commit', async () => {
    const { id, joined } = await orphaned();
    await joined.query('begin; create table public.in_flight ()');
    await record(joined, '2_in_flight');
    const { rows } = await db.client.query('select commit_id from pggit.recover_deployments()');
    expect(await shown(db.client)).toEqual(['added table public.by_the_owner']);
    await joined.query('commit');

    await db.client.query('create table public.outside ()');
    const commits = await commitsOf(db.client);
    expect(commits.slice(-3)).toMatchObject([
      { id: rows[0].commit_id, deployment: id },
      { deployment: id },
      { deployment: null },
    ]);
    expect(await shown(db.client, commits.at(-2)?.id)).toEqual(['added table public.in_flight']);
    expect((await linksOf(db.client)).map((link) => [link.key, link.commit])).toEqual([
      ['1_by_the_owner', rows[0].commit_id],
      ['2_in_flight', commits.at(-2)?.id],
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('forgets what that session rolls back after the recovery', async () => {
    const { joined } = await orphaned();
    await joined.query('begin; create table public.gone ()');
    await record(joined, '2_gone');
    await db.client.query('select from pggit.recover_deployments()');
    await joined.query('rollback');
    await db.client.query('create table public.outside ()');
    expect(await deploymentOfTables(db.client)).toMatchObject({
      'public.by_the_owner': 'billing',
      'public.outside': null,
    });
    expect((await linksOf(db.client)).map(({ key }) => key)).toEqual(['1_by_the_owner']);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is not ended twice when that session ends it while it is recovered', async () => {
    const { id, joined } = await orphaned();
    await joined.query('begin');
    await end(joined, 'Ended by the second');
    expect((await db.client.query('select * from pggit.recover_deployments()')).rows).toEqual([]);
    await joined.query('commit');
    expect(await deploymentsOf(db.client)).toMatchObject([{ id, status: 'completed' }]);
    expect((await commitsOf(db.client)).slice(-1)).toMatchObject([
      { message: 'Ended by the second', changes: 1 },
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('refuses to be ended by that session once it is recovered', async () => {
    const { id, joined } = await orphaned();
    await joined.query('create table public.in_time ()');
    await db.client.query('select from pggit.recover_deployments()');
    await expect(end(joined, 'too late')).rejects.toMatchObject({ code: 'PGD04' });
    expect(await deploymentsOf(db.client)).toMatchObject([{ id, status: 'interrupted' }]);
    expect(await faultsIn(db.client)).toEqual([]);
  });
});

describe('two deployments on the same objects, one of which is killed', () => {
  const db = useDatabase({ per: 'test' });

  const STEPS: readonly (readonly ['killed' | 'lives', string])[] = [
    ['killed', 'alter table public.x add column a int'],
    ['lives', 'alter table public.x rename column a to b'],
    ['killed', 'alter table public.x rename to y'],
    ['lives', 'create index y_b_idx on public.y (b)'],
    ['killed', 'create view public.v as select b from public.y'],
    ['lives', "comment on view public.v is 'of the other'"],
  ];

  for (const recovered of ['before', 'after'] as const) {
    it(`keep each its own when the orphan is recovered ${recovered} the other ends`, async () => {
      await db.client.query('create table public.x (id int)');
      const sessions = { killed: await db.connect(), lives: await db.connect() };
      const lives = await begin(sessions.lives, 'lives');
      const killed = await begin(sessions.killed, 'killed');
      for (const [who, statement] of STEPS) await sessions[who].query(statement);
      await sessions.killed.query('begin; drop view public.v; alter table public.y drop column b');
      await terminate(db.client, await backendOf(sessions.killed));

      const recover = () => db.client.query('select from pggit.recover_deployments()');
      if (recovered === 'before') await recover();
      await sessions.lives.query('alter table public.y add column c int');
      await end(sessions.lives);
      if (recovered === 'after') await recover();

      const ended = (await commitsOf(db.client)).slice(-2).map(({ deployment }) => deployment);
      expect(ended).toEqual(recovered === 'before' ? [killed, lives] : [lives, killed]);
      expect(await deploymentsOf(db.client)).toMatchObject([
        { id: lives, status: 'completed' },
        { id: killed, status: 'interrupted' },
      ]);
      expect(await statusOf(db.client)).toEqual([]);
      expect(await stateHash(db.client, 'HEAD')).toBe(await stateHash(db.client, 'live'));
      expect(await faultsIn(db.client)).toEqual([]);
    });
  }
});
