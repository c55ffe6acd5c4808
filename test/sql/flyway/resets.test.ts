import { useDatabase } from '@pggit/testing';
import { authorsOf, readHistory } from '@pggit/testing/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { CALLED, HISTORY, migrate, type Sessions } from './run.js';

const db = useDatabase({ per: 'test' });

describe('a migration of Flyway that resets the settings of its session', () => {
  let run: Sessions;

  beforeEach(async () => {
    await db.client.query(HISTORY);
    run = { main: await db.connect(), migration: await db.connect() };
  });

  it.each([
    ['reset all', true],
    ['reset all', false],
    ['discard all', false],
  ])('goes on being it after %s, in a transaction: %s', async (reset, transaction) => {
    await migrate(run, 1, ['create table public.a ()']);
    await migrate(run, 2, ['create table public.b1 ()', reset, 'create table public.b2 ()'], {
      transaction,
    });
    await migrate(run, 3, ['create table public.c ()']);
    await run.migration.query('discard all');
    await run.migration.query('create table public.later ()');
    await db.client.query(`select pggit.flyway_after_applied(${CALLED})`);
    await run.migration.query('create table public.latest ()');

    const { commits, links, deployments } = await readHistory(db.client);
    expect(deployments).toHaveLength(1);
    const made = await Promise.all(commits.map(({ id }) => authorsOf(db.client, id)));
    expect(made).toEqual([
      { 'public.later': null },
      { 'public.a': '1', 'public.b1': '2', 'public.b2': '2', 'public.c': '3' },
      { 'public.latest': null },
    ]);
    expect(links.map(({ commit }) => commit)).toEqual(Array(3).fill(commits[1]?.id));
  });

  it.each([
    ['was born in', true],
    ['has joined', false],
  ])('keeps its number in a deployment that the session %s', async (_, isBorn) => {
    const owner = await db.connect();
    const { rows } = await owner.query("select pggit.begin_deployment('flyway migrate') as id");
    const options = isBorn ? `-c pggit.deployment=${rows[0]?.id}` : '';
    const born = { main: run.main, migration: await db.connect({ options }) };
    if (!isBorn) await born.migration.query(`set pggit.deployment = '${rows[0]?.id}'`);
    await migrate(born, 1, ['create table public.a ()']);
    await migrate(born, 2, ['create table public.b1 ()', 'reset all', 'create table public.b2 ()']);
    await born.migration.query(`${isBorn ? 'reset all; ' : ''}create table public.beside ()`);
    await migrate(born, 3, ['create table public.c ()']);
    await owner.query('select pggit.end_deployment()');

    const { commits } = await readHistory(db.client);
    expect(await authorsOf(db.client, commits[0]?.id ?? null)).toEqual({
      'public.a': '1',
      'public.b1': '2',
      'public.b2': '2',
      'public.beside': null,
      'public.c': '3',
    });
  });
});
