import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { begin, end, join } from '../sql/deployments/session.js';
import { commitsOf, shown } from '../sql/history/readback.js';
import { faultsIn } from '../sql/history/soundness.js';

describe('deployments that end at the same moment', () => {
  const db = useDatabase({ per: 'test' });

  it('are one commit each, in one line', async () => {
    await db.client.query('create table public.shared (id int)');
    const sessions = await Promise.all(Array.from({ length: 10 }, () => db.connect()));
    await Promise.all(
      sessions.map(async (session, at) => {
        await begin(session, `deployment ${at}`);
        await session.query(`create table public.t${at} (id int)`);
        await session.query(`alter table public.shared add column c${at} int`);
      }),
    );
    await Promise.all(sessions.map((session) => end(session)));
    const commits = (await commitsOf(db.client)).filter(({ deployment }) => deployment !== null);
    expect(commits.map(({ deploymentName }) => deploymentName).sort()).toEqual(
      sessions.map((_, at) => `deployment ${at}`).sort(),
    );
    // The changes of the shared table went along with whichever commit builds on them.
    for (const { id, deploymentName } of commits) {
      const own = `added table public.t${deploymentName?.split(' ')[1]}`;
      expect(await shown(db.client, id)).toContain(own);
    }
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('are one commit when two sessions end the same one', async () => {
    const one = await db.connect();
    const two = await db.connect();
    await join(two, await begin(one, 'shared'));
    await one.query('create table public.a ()');
    await two.query('create table public.b ()');
    const ends = await Promise.allSettled([end(one), end(two)]);
    expect(ends.map(({ status }) => status)).toContain('fulfilled');
    for (const outcome of ends) {
      if (outcome.status === 'rejected') expect(outcome.reason.code).toBe('PGD04');
    }
    expect(await commitsOf(db.client)).toMatchObject([{ deploymentName: 'shared', changes: 2 }]);
    expect(await shown(db.client)).toEqual(['added table public.a', 'added table public.b']);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('take what another session of theirs is committing, or leave it to the next commit', async () => {
    const opener = await db.connect();
    const id = await begin(opener, 'race');
    const joined = await Promise.all(
      Array.from({ length: 8 }, () => db.connect({ options: `-c pggit.deployment=${id}` })),
    );
    await opener.query('create table public.opener ()');
    const work = joined.map((session, at) => session.query(`create table public.t${at} ()`));
    await Promise.all([...work, end(opener)]);
    await db.client.query('create table public.next ()');
    const { rows } = await db.client.query(
      "select count(*)::int as tables from pggit.changes where kind = 'table' and commit_id is not null",
    );
    expect(rows).toEqual([{ tables: 10 }]);
    expect(await faultsIn(db.client)).toEqual([]);
  });
});
