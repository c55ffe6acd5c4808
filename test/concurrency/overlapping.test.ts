import { useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { deploymentsOf } from '../sql/deployments/readback.js';
import { begin, end } from '../sql/deployments/session.js';
import { commitsOf, headOf, shown, stateHash, statusOf } from '../sql/history/readback.js';
import { faultsIn, faultsOfCommits } from '../sql/history/soundness.js';
import { createHistoryTable, record } from '../sql/links/history-table.js';
import { linksOf } from '../sql/links/readback.js';
import { Random } from '../sql/oracle/random.js';

describe('a commit that changes what an open deployment has changed', () => {
  const db = useDatabase({ per: 'test' });

  it('takes those changes along, and the end of the deployment has what is left', async () => {
    const one = await db.connect();
    const id = await begin(one, 'one');
    await one.query('create table public.sh (a int primary key)');
    await one.query('create table public.other ()');
    await db.client.query('alter table public.sh add b int');
    const commit = await headOf(db.client);
    expect(await shown(db.client, commit)).toEqual([
      'added index public.sh_pkey',
      'added table public.sh',
    ]);
    expect(await commitsOf(db.client)).toMatchObject([
      { deployment: null, message: expect.stringMatching(/^added table public\.sh/) },
    ]);
    expect(await faultsOfCommits(db.client)).toEqual([]);
    await end(one);
    expect(await shown(db.client)).toEqual(['added table public.other']);
    const { rows } = await db.client.query(
      `select c.deployment_id from pggit.changes c where c.commit_id = $1 order by c.change_id`,
      [commit],
    );
    expect(rows.map((row) => row.deployment_id)).toEqual([id, id, null]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('leaves a deployment of which nothing is left its message, its tags and its links', async () => {
    await createHistoryTable(db.client);
    const one = await db.connect();
    const id = await begin(one, 'one');
    await one.query('create table public.sh (a int)');
    await db.client.query('drop table public.sh');
    const carrier = await headOf(db.client);
    await record(one, '1_sh');
    await end(one, 'The end', ['v1']);
    expect((await commitsOf(db.client)).at(-1)).toMatchObject({
      deployment: id,
      message: 'The end',
      tags: ['v1'],
      changes: 0,
    });
    expect(await linksOf(db.client)).toMatchObject([{ key: '1_sh', commit: carrier }]);
    expect(await deploymentsOf(db.client)).toMatchObject([{ status: 'completed' }]);
    const { rows } = await db.client.query(
      'select changes, migrations from pggit.deployment_report($1)',
      [id],
    );
    expect(rows).toEqual([{ changes: 1, migrations: 1 }]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('takes along what freed the name it uses', async () => {
    await db.client.query('create table public.x (id int)');
    const one = await db.connect();
    await begin(one, 'one');
    await one.query('drop table public.x');
    await db.client.query('create table public.x (other text)');
    expect(await faultsOfCommits(db.client)).toEqual([]);
    await db.client.query('create table public.y ()');
    await end(one);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('leaves alone what it does not build on', async () => {
    const one = await db.connect();
    await begin(one, 'one');
    await one.query('create table public.mine ()');
    await db.client.query('create table public.yours ()');
    expect(await shown(db.client)).toEqual(['added table public.yours']);
    expect(await statusOf(db.client)).toEqual(['staged added table public.mine']);
    await end(one);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  const NAMES = ['p', 'q', 'r'];
  const STATEMENTS = [
    (a: string) => `create table public.${a} (id int primary key, n serial)`,
    (a: string) => `drop table public.${a}`,
    (a: string, b: string) => `alter table public.${a} rename to ${b}`,
    (a: string, _: string, n: number) => `alter table public.${a} add column c${n} int`,
    (a: string, b: string) => `create index ${b}_idx on public.${a} (id)`,
    (a: string, _: string, n: number) => `comment on table public.${a} is '${n}'`,
    (a: string, b: string) => `create view public.v_${b} as select id from public.${a}`,
    (_: string, b: string) => `drop view public.v_${b}`,
    (a: string, b: string) => `alter index public.${b}_idx rename to ${a}_idx`,
  ];

  /** One move of a session: in or out of a deployment or a transaction, or a statement that may fail. */
  async function move(session: pg.Client, open: Set<pg.Client>, random: Random) {
    const statement = () =>
      random.pick(STATEMENTS)(random.pick(NAMES), random.pick(NAMES), random.below(1000));
    const what = random.below(12);
    if (what < 4) await session.query('commit');
    if (what === 0 && !open.has(session)) {
      await begin(session, `d${random.below(1000)}`, random.once(5));
      open.add(session);
    } else if (what === 0 || (what === 1 && open.has(session))) {
      await end(session);
      open.delete(session);
    } else if (what === 2) {
      await session.query('begin isolation level repeatable read');
      await session.query('select 1');
    } else if (what === 3) {
      await session.query('begin');
      await session.query(statement()).catch(() => session.query('rollback'));
    } else {
      const level = random.once(3) ? 'repeatable read' : 'read committed';
      const parts = [`begin isolation level ${level}`, 'savepoint s', statement(), statement()];
      if (random.once(4)) parts.push('rollback to savepoint s', statement());
      for (const part of what < 8 ? [statement()] : parts) await session.query(part).catch(() => 0);
      await session.query('commit');
    }
  }

  it.each([1, 2, 3, 4, 5, 6])(
    'follows from its parent in any interleaving (seed %i)',
    async (seed) => {
      const random = new Random(seed);
      const open = new Set<pg.Client>();
      const sessions = [await db.connect(), await db.connect(), await db.connect()];
      for (const session of sessions) await session.query("set lock_timeout = '20ms'");
      for (let step = 0; step < 60; step += 1) {
        await move(random.pick(sessions), open, random);
      }
      expect(await faultsOfCommits(db.client)).toEqual([]);
      for (const session of sessions) await session.query('commit');
      for (const session of open) await end(session);
      // Objects that others had changed or locked at the wrong moment are drift, with a warning.
      await db.client.query('select pggit.capture()');
      await db.client.query(
        "delete from pggit.capture_errors where sqlstate in ('40001', '55P03')",
      );
      expect(await stateHash(db.client, 'HEAD')).toBe(await stateHash(db.client, 'live'));
      expect(await faultsIn(db.client)).toEqual([]);
    },
  );

  it('is left what it has where a closed deployment, committed first, took its own along', async () => {
    await db.client.query('create table public.sh (a int)');
    const [one, two, holder] = [await db.connect(), await db.connect(), await db.connect()];
    await begin(one, 'one');
    await one.query('alter table public.sh add b int');
    await one.query('create table public.other ()');
    await begin(two, 'two');
    await two.query('alter table public.sh add c int');
    await holder.query('begin; select from pggit.branches for update');
    await end(two);
    await holder.query('rollback');
    await end(one);
    const commits = (await commitsOf(db.client)).slice(-2);
    expect(await shown(db.client, commits[0]?.id)).toEqual(['changed table public.sh']);
    expect(commits[1]).toMatchObject({ deploymentName: 'one' });
    expect(await shown(db.client, commits[1]?.id)).toEqual(['added table public.other']);
    expect(await faultsIn(db.client)).toEqual([]);
  });
});
