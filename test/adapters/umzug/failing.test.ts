import { useDatabase } from '@pggit/testing';
import { changesOf, leftOver, readHistory } from '@pggit/testing/contract';
import { withPggit } from '@pggit/umzug';
import { MigrationError, memoryStorage, type UmzugStorage } from 'umzug';
import { describe, expect, it } from 'vitest';
import { type Migration, notices, table, umzugOf } from './shop.js';

describe('a failing umzug run', () => {
  const db = useDatabase({ per: 'test' });
  const thrown = new Error('stop here');
  const stop = async () => {
    throw thrown;
  };
  const bad: Migration = { name: 'bad', up: ({ context }) => context.query('select 1/0') };

  /** Two migrations and what else; recorded, on a pool of three. */
  const recorded = (migrations: Migration[], storage?: UmzugStorage) => {
    const pool = db.pool({ max: 3 });
    const said = notices();
    const umzug = withPggit(umzugOf(pool, migrations, storage), { pool, ...said });
    return { pool, umzug, said };
  };
  /** The one deployment of the database, its links, and that nothing else is left. */
  const failedDeployment = async () => {
    const { deployments, links } = await readHistory(db.client);
    expect(deployments).toHaveLength(1);
    expect(await leftOver(db.client)).toEqual([]);
    expect(links.every(({ commit }) => commit === deployments[0]?.commit)).toBe(true);
    return {
      ...deployments[0],
      links: links.map(({ key }) => key),
      changes: await changesOf(db.client, deployments[0]?.commit ?? null),
    };
  };

  it('throws umzug’s own error with its cause, keeps what landed, and can be repeated', async () => {
    const broken = [table('a'), table('b'), bad];
    const { umzug, said } = recorded(broken);

    const error = await umzug.up().catch((failure) => failure);

    expect(error).toBeInstanceOf(MigrationError);
    expect(error.cause).toMatchObject({ code: '22012' });
    expect(error.migration).toMatchObject({ name: 'bad', direction: 'up' });
    expect(await failedDeployment()).toMatchObject({
      status: 'failed',
      reason: 'Migration bad (up) failed: Original error: division by zero',
      links: ['a', 'b'],
      changes: ['added table public.a', 'added table public.b'],
    });
    expect(said.lines).toEqual([
      expect.stringMatching(/^'umzug up' failed; what had landed is recorded: 2 changes, 2 /),
    ]);

    broken[2] = table('bad');
    expect(await umzug.up()).toMatchObject([{ name: 'bad' }]);
    const { deployments, links } = await readHistory(db.client);
    expect(deployments.at(-1)).toMatchObject({ status: 'completed' });
    expect(links.at(-1)).toMatchObject({ key: 'bad', commit: deployments.at(-1)?.commit });
  });

  it('that did nothing leaves no deployment', async () => {
    const { umzug, said } = recorded([bad]);
    await expect(umzug.up()).rejects.toThrow(MigrationError);
    expect((await readHistory(db.client)).deployments).toEqual([]);
    expect(said.lines).toEqual([]);
  });

  it('waits for the statements that other connections are still at', async () => {
    const several: Migration = {
      name: 'several',
      up: ({ context }) =>
        Promise.all([
          context.query('select pg_sleep(0.3); create table public.slow ()'),
          context.query('create table public.quick ()'),
          context.query('select 1/0'),
        ]),
    };
    const { umzug } = recorded([table('a'), several]);

    await expect(umzug.up()).rejects.toThrow(/division by zero/);

    expect(await failedDeployment()).toMatchObject({
      status: 'failed',
      links: ['a'],
      changes: ['added table public.a', 'added table public.quick', 'added table public.slow'],
    });
  });

  it('has what a branch beside the failed one goes on to do, one statement after another', async () => {
    const beside = ['b1', 'b2', 'b3', 'b4'];
    let done = Promise.resolve();
    const branches: Migration = {
      name: 'branches',
      up: ({ context }) => {
        done = (async () => {
          for (const name of beside) {
            await context.query(`create table public.${name} (); select pg_sleep(0.05)`);
          }
        })();
        return Promise.all([context.query('select 1/0'), done]);
      },
    };
    const { umzug, said } = recorded([branches]);

    await expect(umzug.up()).rejects.toThrow(/division by zero/);
    await done;

    expect(await failedDeployment()).toMatchObject({
      status: 'failed',
      changes: beside.map((name) => `added table public.${name}`),
    });
    expect(said.lines).toHaveLength(1);
  });

  it.each([
    ['beforeCommand', [], []],
    ['migrating', [], []],
    ['migrated', ['a'], ['added table public.a']],
    ['afterCommand', ['a', 'b'], ['added table public.a', 'added table public.b']],
  ] as const)('by a listener of %s is the listener’s error', async (event, links, changes) => {
    const { umzug, pool } = recorded([table('a'), table('b')]);
    umzug.on(event, stop);

    await expect(umzug.up()).rejects.toBe(thrown);

    if (links.length === 0) expect((await readHistory(db.client)).deployments).toEqual([]);
    else {
      expect(await failedDeployment()).toMatchObject({
        status: 'failed',
        reason: 'stop here',
        links,
        changes,
      });
    }
    await pool.query('create table public.later ()');
    expect((await readHistory(db.client)).commits.at(-1)).toMatchObject({ deployment: null });
  });

  it('by a storage that cannot log has the migration’s changes without a link', async () => {
    const { umzug } = recorded([table('a')], { ...memoryStorage(), logMigration: stop });
    await expect(umzug.up()).rejects.toBe(thrown);
    expect(await failedDeployment()).toMatchObject({
      status: 'failed',
      links: [],
      changes: ['added table public.a'],
    });
  });

  it('of the way back keeps what it took back', async () => {
    const stubborn = { ...table('a'), down: stop };
    const { umzug } = recorded([stubborn, table('b')]);
    await umzug.up();

    await expect(umzug.down({ to: 0 })).rejects.toMatchObject({ cause: thrown });

    const { deployments, links } = await readHistory(db.client);
    expect(deployments.at(-1)).toMatchObject({ name: 'umzug down', status: 'failed' });
    expect(links.at(-1)).toMatchObject({ key: 'b', direction: 'down' });
  });

  it('whose database is out of reach has umzug’s error, and says that it is not recorded', async () => {
    const pool = db.pool({ database: 'nowhere_at_all', max: 1 });
    const said = notices();
    const umzug = withPggit(umzugOf(pool, [table('a')]), { pool, ...said });

    await expect(umzug.up()).rejects.toMatchObject({ cause: { code: '3D000' } });

    expect(said.lines).toEqual([expect.stringMatching(/^this run is not recorded: /)]);
  });
});
