import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { begin, end } from '../deployments/session.js';
import { commitsOf, headOf, statusOf } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { createHistoryTable, migrate, record } from './history-table.js';
import { attributedSteps, linksOf, migrationsOf } from './readback.js';

describe('the changes of a migration in a deployment', () => {
  const db = useDatabase({ per: 'test' });

  it('are its own, when each migration has a transaction', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    const id = await begin(session, 'up');
    await migrate(session, '1_a', 'create table public.a (id int)');
    await migrate(session, '2_b', 'create table public.b (id int)');
    await end(session);
    expect(await migrationsOf(db.client)).toEqual({
      'added table public.a': '1_a',
      'added table public.b': '2_b',
    });
    const commit = await headOf(db.client);
    expect(await linksOf(db.client)).toMatchObject([
      { key: '1_a', deployment: id, commit },
      { key: '2_b', deployment: id, commit },
    ]);
  });

  it('are its own, when all migrations share one transaction', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await begin(session, 'up');
    await session.query('begin');
    await session.query('create table public.a (id int)');
    await record(session, '1_a');
    await session.query('create table public.b (id int)');
    await session.query('alter table public.a add column total int');
    await record(session, '2_b');
    await session.query('drop table public.b');
    await record(session, '3_drop');
    await session.query('commit');
    await end(session);
    expect(await attributedSteps(db.client)).toEqual([
      'added public.a by 1_a up',
      'changed public.a by 2_b up',
      'added public.b by 2_b up',
      'removed public.b by 3_drop up',
    ]);
    expect(await migrationsOf(db.client)).toEqual({ 'added table public.a': '1_a, 2_b' });
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('are its own, when the statements commit by themselves and the row comes after', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await begin(session, 'up');
    await session.query('create table public.a (id int)');
    await session.query('create index concurrently a_idx on public.a (id)');
    await record(session, '1_a');
    await session.query('create table public.b (id int)');
    await record(session, '2_b');
    await end(session);
    expect(await migrationsOf(db.client)).toEqual({
      'added index public.a_idx': '1_a',
      'added table public.a': '1_a',
      'added table public.b': '2_b',
    });
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('are its own, when one of them steps out of the common transaction', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await begin(session, 'up');
    await session.query('begin');
    await session.query('create table public.a (id int)');
    await record(session, '1_a');
    await session.query('commit');
    await session.query('create index concurrently a_idx on public.a (id)');
    await record(session, '2_index');
    await session.query('begin');
    await session.query('create table public.c ()');
    await record(session, '3_c');
    await session.query('commit');
    await end(session);
    expect(await migrationsOf(db.client)).toEqual({
      'added index public.a_idx': '2_index',
      'added table public.a': '1_a',
      'added table public.c': '3_c',
    });
  });

  it('belong to no migration when none came after them', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await begin(session, 'up');
    await migrate(session, '1_a', 'create table public.a ()');
    await session.query('create table public.by_hand ()');
    await end(session);
    expect(await migrationsOf(db.client)).toEqual({
      'added table public.a': '1_a',
      'added table public.by_hand': null,
    });
  });

  it('are not those of another session of the deployment', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    const id = await begin(session, 'up');
    const joined = await db.connect({ options: `-c pggit.deployment=${id}` });
    await joined.query('create table public.elsewhere ()');
    await migrate(session, '1_a', 'create table public.a ()');
    await end(session);
    expect(await migrationsOf(db.client)).toEqual({
      'added table public.a': '1_a',
      'added table public.elsewhere': null,
    });
  });

  it('are not those of another deployment of the same session', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await begin(session, 'first');
    await session.query('create table public.left_over ()');
    await end(session);
    await begin(session, 'second');
    await migrate(session, '1_a', 'create table public.a ()');
    await end(session);
    expect(await migrationsOf(db.client)).toEqual({ 'added table public.a': '1_a' });
    expect(await attributedSteps(db.client)).toEqual([
      'added public.left_over by nobody',
      'added public.a by 1_a up',
    ]);
  });
});

describe('the changes of a migration outside a deployment', () => {
  const db = useDatabase({ per: 'test' });

  it('are its own, and the link has the commit of the transaction', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await migrate(session, '1_a', 'create table public.a ()');
    await migrate(session, '2_b', 'create table public.b ()');
    const commits = await commitsOf(db.client);
    expect(await linksOf(db.client)).toMatchObject([
      { key: '1_a', deployment: null, commit: commits[0]?.id },
      { key: '2_b', deployment: null, commit: commits[1]?.id },
    ]);
    expect(await migrationsOf(db.client, commits[0]?.id)).toEqual({
      'added table public.a': '1_a',
    });
    expect(await migrationsOf(db.client)).toEqual({ 'added table public.b': '2_b' });
  });

  it('are its own, when all migrations share one transaction', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await session.query('begin');
    for (const name of ['a', 'b']) {
      await session.query(`create table public.${name} ()`);
      await record(session, `1_${name}`);
    }
    await session.query('commit');
    const commit = await headOf(db.client);
    expect(await linksOf(db.client)).toMatchObject([{ commit }, { commit }]);
    expect(await migrationsOf(db.client)).toEqual({
      'added table public.a': '1_a',
      'added table public.b': '1_b',
    });
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('may be none: the link has the commit it found at HEAD', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await session.query('create table public.a ()');
    const head = await headOf(db.client);
    await record(session, '1_data_only');
    expect(await linksOf(db.client)).toMatchObject([{ key: '1_data_only', commit: head }]);
    expect(await headOf(db.client)).toBe(head);
  });

  it('leave the link to HEAD when the statements committed by themselves', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await session.query('create table public.a ()');
    await record(session, '1_a');
    expect(await linksOf(db.client)).toMatchObject([{ commit: await headOf(db.client) }]);
    expect(await statusOf(db.client)).toEqual([]);
  });

  it('count with what the transaction changes after the row', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await session.query('begin');
    await record(session, '1_a');
    await session.query('create table public.later ()');
    await session.query('commit');
    expect(await linksOf(db.client)).toMatchObject([{ commit: await headOf(db.client) }]);
    expect(await migrationsOf(db.client)).toEqual({ 'added table public.later': null });
  });

  it('are linked when constraints are immediate', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await session.query('begin; set constraints all immediate');
    await session.query('create table public.a ()');
    await record(session, '1_a');
    await session.query('create table public.b ()');
    await record(session, '2_b');
    await session.query('commit');
    const commit = await headOf(db.client);
    expect(await linksOf(db.client)).toMatchObject([{ commit }, { commit }]);
    expect(await commitsOf(db.client)).toHaveLength(1);
    expect(await faultsIn(db.client)).toEqual([]);
  });
});

describe('a transaction that ends after its deployment', () => {
  const db = useDatabase({ per: 'test' });

  it('keeps its link and changes: the next commit puts them into the history', async () => {
    const opener = await db.connect();
    await createHistoryTable(opener);
    const id = await begin(opener, 'up');
    await opener.query('create table public.in_time ()');
    const joined = await db.connect({ options: `-c pggit.deployment=${id}` });
    await joined.query('begin; create table public.late ()');
    await record(joined, '1_late');
    await end(opener);
    await joined.query('commit');
    await db.client.query('create table public.next ()');

    const commits = await commitsOf(db.client);
    const late = commits.find(({ id: commit }) => commit === commits.at(-2)?.id);
    expect(await migrationsOf(db.client, late?.id)).toEqual({
      'added table public.late': '1_late',
    });
    expect(await linksOf(db.client)).toMatchObject([{ key: '1_late', commit: late?.id }]);
    expect(await faultsIn(db.client)).toEqual([]);
  });
});
