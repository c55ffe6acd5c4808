import { useDatabase } from '@pggit/testing';
import { authorsOf, changesOf, leftOver, readHistory } from '@pggit/testing/contract';
import { withPggit } from '@pggit/umzug';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { notices, table, tablesAtOnce, umzugOf } from './shop.js';

describe('the pool of an umzug run', () => {
  const db = useDatabase({ per: 'test' });
  const FOUR = ['a', 'b', 'c', 'd'];

  /** Opens all of a pool's connections. */
  const warmUp = async (pool: pg.Pool, size: number) => {
    const clients = await Promise.all(Array.from({ length: size }, () => pool.connect()));
    for (const client of clients) client.release();
  };
  const deploymentOf = async (client: Pick<pg.Pool, 'query'>) =>
    (await client.query("select current_setting('pggit.deployment', true) as id")).rows[0].id;
  /** What each connection of a pool says it belongs to. */
  const settingsOf = async (pool: pg.Pool, size: number) => {
    const clients = await Promise.all(Array.from({ length: size }, () => pool.connect()));
    const settings = await Promise.all(clients.map(deploymentOf));
    for (const client of clients) client.release();
    return settings.map((id) => id ?? '');
  };

  it.each([
    ['cold', 0],
    ['warm', 4],
  ])('joins all of its connections when it is %s, and none stays joined', async (_, warm) => {
    const pool = db.pool({ max: 4 });
    await warmUp(pool, warm);
    const umzug = withPggit(umzugOf(pool, [tablesAtOnce('1_four', FOUR)]), { pool, ...notices() });

    await umzug.up();

    const { deployments, commits, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ name: 'umzug up', status: 'completed' }]);
    expect(commits).toHaveLength(1);
    expect(links).toMatchObject([{ key: '1_four', commit: commits[0]?.id }]);
    expect(await authorsOf(db.client, commits[0]?.id ?? null)).toEqual(
      Object.fromEntries(FOUR.map((name) => [`public.${name}`, '1_four'])),
    );
    expect(await settingsOf(pool, 4)).toEqual(['', '', '', '']);
    await pool.query('create table public.later ()');
    expect((await readHistory(db.client)).commits.at(-1)).toMatchObject({ deployment: null });
  });

  it('may be asked by query, by connect, with callbacks and for transactions', async () => {
    const pool = db.pool({ max: 3 });
    const byCallback = () =>
      new Promise<void>((resolve, reject) => {
        pool.connect((error, client, done) => {
          if (error || !client) return reject(error);
          client.query('create table public.b ()', (failure) => {
            done();
            if (failure) reject(failure);
            else resolve();
          });
        });
      });
    const inTransaction = async () => {
      const client = await pool.connect();
      await client.query('begin');
      await client.query('create table public.c ()');
      await client.query('commit');
      client.release();
    };
    const byQueryCallback = () =>
      new Promise<void>((resolve, reject) => {
        pool.query('create table public.d ()', (error: Error | undefined) =>
          error ? reject(error) : resolve(),
        );
      });
    const up = () =>
      Promise.all([
        pool.query('create table public.a ()'),
        byCallback(),
        inTransaction(),
        byQueryCallback(),
      ]);
    const umzug = withPggit(umzugOf(pool, [{ name: '1', up }]), { pool, ...notices() });

    await umzug.up();

    const { commits } = await readHistory(db.client);
    expect(commits).toHaveLength(1);
    expect(await changesOf(db.client, commits[0]?.id ?? null)).toEqual(
      FOUR.map((name) => `added table public.${name}`),
    );
  });

  it('may have room for a single connection', async () => {
    const pool = db.pool({ max: 1 });
    const umzug = withPggit(umzugOf(pool, [table('a'), table('b')]), { pool, ...notices() });
    await umzug.up();
    expect((await readHistory(db.client)).links).toMatchObject([{ key: 'a' }, { key: 'b' }]);
    expect(pool.totalCount).toBe(1);
  });

  it('may be the application’s, whose own changes stay its own meanwhile', async () => {
    const pool = db.pool({ max: 2 });
    let application = Promise.resolve();
    let start = () => {};
    const started = new Promise<void>((resolve) => {
      start = resolve;
    });
    const up = async () => {
      start();
      await application;
      await pool.query('create table public.migrated ()');
    };
    application = started.then(async () => {
      await pool.query('create table public.by_application ()');
      expect(await deploymentOf(pool)).toBeFalsy();
    });
    await withPggit(umzugOf(pool, [{ name: '1', up }]), { pool, ...notices() }).up();

    const { commits, deployments } = await readHistory(db.client);
    const deployed = commits.find(({ deployment }) => deployment === deployments[0]?.id);
    expect(await changesOf(db.client, deployed?.id ?? null)).toEqual([
      'added table public.migrated',
    ]);
    expect(commits).toHaveLength(2);
  });

  it('is the application’s again for what a migration started and did not wait for', async () => {
    const pool = db.pool({ max: 2 });
    let later = Promise.resolve();
    const up = async () => {
      await pool.query('create table public.migrated ()');
      later = new Promise((resolve) => setTimeout(resolve, 400)).then(async () => {
        await pool.query('create table public.later ()');
        await withPggit(umzugOf(pool, [table('next')]), { pool, ...notices() }).up();
      });
    };

    await withPggit(umzugOf(pool, [{ name: 'first', up }]), { pool, ...notices() }).up();
    await later;

    const { commits, deployments } = await readHistory(db.client);
    expect(commits.map(({ deployment }) => deployment)).toEqual([
      deployments[0]?.id,
      null,
      deployments[1]?.id,
    ]);
  });

  it.each([
    ['an aborted transaction', 'select 1/0'],
    ['an open transaction', 'create table public.undone ()'],
  ])('gives the application nothing of the run after %s was left in it', async (_, left) => {
    const pool = db.pool({ max: 1 });
    let application = Promise.resolve();
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const up = async () => {
      await pool.query('create table public.migrated ()');
      const client = await pool.connect();
      await client.query('begin');
      await client.query(left).catch(() => {});
      client.release();
      release();
      await application;
    };
    application = released.then(async () => {
      const client = await pool.connect();
      await client.query('rollback');
      expect(await deploymentOf(client)).toBeFalsy();
      await client.query('create table public.by_application ()');
      client.release();
    });

    await withPggit(umzugOf(pool, [{ name: '1', up }]), { pool, ...notices() }).up();

    expect(await settingsOf(pool, 1)).toEqual(['']);
    const { deployments } = await readHistory(db.client);
    expect(deployments).toHaveLength(1);
    expect(await changesOf(db.client, deployments[0]?.commit ?? null)).toEqual([
      'added table public.migrated',
    ]);
  });

  it.each([
    ['reset all', 'reset all'],
    ['discard all', 'discard all'],
    ['reset all in a block', "do $$ begin execute 'reset all'; end $$"],
  ])('has later migrations in the deployment after one that says %s', async (_, forget) => {
    const pool = db.pool({ max: 1 });
    const forgets = { name: 'forgets', up: () => pool.query(forget) };
    await withPggit(umzugOf(pool, [forgets, table('a')]), { pool, ...notices() }).up();
    const { deployments } = await readHistory(db.client);
    expect(await changesOf(db.client, deployments[0]?.commit ?? null)).toEqual([
      'added table public.a',
    ]);
  });

  it('that is not the one the migrations use is noticed', async () => {
    const { lines, onNotice } = notices();
    const umzug = umzugOf(db.pool({ max: 1 }), [table('a')]);

    await withPggit(umzug, { pool: db.pool({ max: 1 }), onNotice }).up();

    expect(lines[0]).toMatch(
      /^1 change was recorded outside of this deployment while it was open;/,
    );
  });

  it('serves two runs at once, each with its own changes', async () => {
    const pool = db.pool({ max: 3 });
    const sleepy = (name: string) => ({
      name,
      up: async () => {
        await pool.query('select pg_sleep(0.1)');
        await pool.query(`create table public.${name} ()`);
      },
    });
    const runs = ['a', 'b'].map((name) =>
      withPggit(umzugOf(pool, [sleepy(name)]), { pool, name, ...notices() }),
    );

    await Promise.all(runs.map((umzug) => umzug.up()));

    const { deployments } = await readHistory(db.client);
    const changes = deployments.map(async ({ name, commit }) => [
      name,
      await changesOf(db.client, commit),
    ]);
    expect((await Promise.all(changes)).sort()).toEqual([
      ['a', ['added table public.a']],
      ['b', ['added table public.b']],
    ]);
  });

  it('keeps what its connections came with', async () => {
    const outer = await db.connect();
    const { rows } = await outer.query("select pggit.begin_deployment('outer') as id");
    const pool = db.pool({ max: 1, options: `-c pggit.deployment=${rows[0].id}` });
    const { lines, onNotice } = notices();

    await withPggit(umzugOf(pool, [table('a')]), { pool, onNotice }).up();

    expect(lines).toEqual([]);
    expect(await deploymentOf(pool)).toBe(rows[0].id);
    await outer.query('select pggit.end_deployment()');
    const { deployments, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ name: 'outer', status: 'completed' }]);
    expect(links).toMatchObject([{ key: 'a', commit: deployments[0]?.commit }]);
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('throws what a callback throws as uncaught as ever', async () => {
    const pool = db.pool({ max: 1 });
    const thrown = new Error('by the callback');
    const caught = new Promise((resolve) => {
      process.prependOnceListener('uncaughtException', resolve);
    });
    const others = process.listeners('uncaughtException').slice(1);
    for (const other of others) process.off('uncaughtException', other);
    const up = async () => {
      pool.connect((_error, _client, done) => {
        done();
        throw thrown;
      });
      expect(await caught).toBe(thrown);
    };
    await withPggit(umzugOf(pool, [{ name: '1', up }]), { pool, ...notices() }).up();
    for (const other of others) process.on('uncaughtException', other);
  });
});
