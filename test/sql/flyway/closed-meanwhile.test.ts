import { useDatabase } from '@pggit/testing';
import { authorsOf, readHistory } from '@pggit/testing/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { kill } from '../deployments/session.js';
import { announce, CALLED, HISTORY, migrate, row } from './run.js';

const db = useDatabase({ per: 'test' });

/** Begins a deployment as `pggit flyway` does, and a session of Flyway that is born in it. */
async function start() {
  const owner = await db.connect();
  const { rows } = await owner.query("select pggit.begin_deployment('flyway migrate') as id");
  const options = `-c pggit.deployment=${rows[0]?.id}`;
  const [main, migration] = [await db.connect({ options }), await db.connect({ options })];
  /** Kills `pggit flyway` alone, and closes what it left. */
  const close = async () => {
    await kill(owner, db.client);
    await db.client.query('select pggit.recover_deployments()');
  };
  return { main, migration, close };
}

/** Each link with the migrations of the changes in its commit. */
async function linked() {
  const { links } = await readHistory(db.client);
  const made: [string, Record<string, string | null>][] = [];
  for (const { key, commit } of links) made.push([key, await authorsOf(db.client, commit)]);
  return made;
}

describe('a migration of Flyway whose deployment is closed while it runs', () => {
  beforeEach(async () => {
    await db.client.query(HISTORY);
  });

  it.each([
    ['before it has changed anything', false],
    ['when some of it is described', true],
  ])('has its link where its changes are: %s', async (_, described) => {
    const { main, migration, close } = await start();
    await migrate({ main, migration }, 1, ['create table public.a ()']);
    await main.query('begin; select max(installed_rank) from public.flyway_schema_history');
    await migration.query('begin');
    await announce(migration);
    await migration.query('create table public.b1 ()');
    if (described) await migration.query('set constraints all immediate');
    await close();
    await migration.query('create table public.b2 (); select pggit.flyway_after_each()');
    await main.query(row(2, '2'));
    await migration.query('commit');
    await main.query('commit');
    await db.client.query('create table public.other ()');

    expect(await linked()).toEqual([
      ['1', { 'public.a': '1' }],
      ['2', described ? { 'public.b1': '2' } : { 'public.b1': '2', 'public.b2': '2' }],
    ]);
    const { rows } = await db.client.query(
      `select migration_key from pggit.changes join pggit.external_migrations using (link_id)
       where new_identity = 'public.b1'
       union all select source from pggit.announced_migrations`,
    );
    expect(rows).toEqual([{ migration_key: '2' }]);
  });

  it('has its link where its changes are, though nothing else had landed', async () => {
    const { main, migration, close } = await start();
    await main.query('begin; select max(installed_rank) from public.flyway_schema_history');
    await migration.query('begin');
    await announce(migration);
    await close();
    await migration.query('create table public.a (); select pggit.flyway_after_each()');
    await main.query(row(1, '1'));
    await migration.query('commit');
    await main.query('commit');

    expect(await linked()).toEqual([['1', { 'public.a': '1' }]]);
    expect((await readHistory(db.client)).links).toMatchObject([{ deployment: null }]);
  });

  it('has its link in one transaction with those before it', async () => {
    const { main, migration, close } = await start();
    await main.query('begin; select max(installed_rank) from public.flyway_schema_history');
    await migration.query('begin');
    for (const name of ['a', 'b', 'c']) {
      await announce(migration);
      if (name === 'b') await close();
      await migration.query(`create table public.${name} (); select pggit.flyway_after_each()`);
    }
    for (const rank of [1, 2, 3]) await main.query(row(rank, String(rank)));
    await migration.query('commit');
    await main.query('commit');
    await db.client.query(`select pggit.flyway_after_applied(${CALLED})`);

    expect(Object.fromEntries(await linked())).toMatchObject({
      1: { 'public.a': '1' },
      2: { 'public.b': '2' },
      3: { 'public.c': '3' },
    });
  });

  it('that changed nothing belongs to the deployment in which it began', async () => {
    const { main, migration, close } = await start();
    await migrate({ main, migration }, 1, ['create table public.a ()']);
    await main.query('begin; select max(installed_rank) from public.flyway_schema_history');
    await migration.query('begin');
    await announce(migration);
    await close();
    await migration.query('select pggit.flyway_after_each()');
    await main.query(row(2, '2'));
    await migration.query('commit');
    await main.query('commit');

    const { links, deployments } = await readHistory(db.client);
    expect(links.map(({ deployment }) => deployment)).toEqual(Array(2).fill(deployments[0]?.id));
    expect(links[1]?.commit).toBe(links[0]?.commit);
  });
});
