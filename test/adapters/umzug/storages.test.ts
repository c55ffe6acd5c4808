import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uniqueRole, useDatabase } from '@pggit/testing';
import { authorsOf, readHistory } from '@pggit/testing/contract';
import { withPggit } from '@pggit/umzug';
import type pg from 'pg';
import { Sequelize } from 'sequelize';
import { JSONStorage, memoryStorage, SequelizeStorage, type UmzugStorage } from 'umzug';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Context, notices, table, tableStorage, tablesAtOnce, umzugOf } from './shop.js';

describe('the links of an umzug run', () => {
  const db = useDatabase({ per: 'test' });
  const closing: (() => Promise<unknown>)[] = [];
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pggit-umzug-'));
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await rm(folder, { recursive: true });
  });

  interface Made {
    readonly storage: UmzugStorage;
    readonly source: string;
    readonly historyTable?: string;
  }
  const STORAGES: Record<string, (pool: pg.Pool) => Made> = {
    'the memory': () => ({ storage: memoryStorage(), source: 'umzug' }),
    'a JSON file': () => ({
      storage: new JSONStorage({ path: join(folder, 'umzug.json') }),
      source: 'umzug',
    }),
    'a table nobody knows': (pool) => ({ storage: tableStorage(pool), source: 'umzug' }),
    'a table that is named': (pool) => ({
      storage: tableStorage(pool),
      source: 'public.schema_log',
      historyTable: 'public.schema_log',
    }),
    'SequelizeStorage over connections of its own': () => {
      const sequelize = new Sequelize(db.url, { logging: false });
      closing.push(() => sequelize.close());
      return { storage: new SequelizeStorage({ sequelize }), source: 'public."SequelizeMeta"' };
    },
  };

  it.each(Object.entries(STORAGES))('with %s: one for each step', async (_, make) => {
    const pool = db.pool();
    const { storage, source, ...named } = make(pool);
    const umzug = withPggit(umzugOf(pool, [table('a'), table('b')], storage), {
      pool,
      ...notices(),
      ...named,
    });

    await umzug.up();
    await umzug.down();
    await umzug.up();

    const { links, deployments } = await readHistory(db.client);
    const [first, back, again] = deployments.map(({ commit }) => commit);
    expect(deployments.map(({ status }) => status)).toEqual(Array(3).fill('completed'));
    expect(links).toMatchObject([
      { key: 'a', direction: 'up', run: 1, reverted: false, source, commit: first },
      { key: 'b', direction: 'up', run: 1, reverted: true, source, commit: first },
      { key: 'b', direction: 'down', run: 1, reverted: false, source, commit: back },
      { key: 'b', direction: 'up', run: 2, reverted: false, source, commit: again },
    ]);
    expect(links).toHaveLength(4);
    expect(await authorsOf(db.client, first ?? null)).toMatchObject({
      'public.a': 'a',
      'public.b': 'b',
    });
    expect(await authorsOf(db.client, back ?? null)).toEqual({ 'public.b': 'b' });
  });

  /** As tools do that put a whole run into one transaction of the pool's. */
  const inTransaction = async (
    pool: pg.Pool,
    end: 'commit' | 'rollback',
    storageOn?: (context: Context) => UmzugStorage,
  ) => {
    let transaction = await pool.connect();
    transaction.release();
    const context: Context = { query: (sql, values) => transaction.query(sql, values) };
    const umzug = umzugOf(context, [table('a'), table('b')], storageOn?.(context));
    umzug.on('beforeCommand', async () => {
      transaction = await pool.connect();
      await transaction.query('begin');
    });
    umzug.on('afterCommand', async () => {
      await transaction.query(end);
      transaction.release();
      if (end === 'rollback') throw new Error('rolled back');
    });
    return umzug;
  };

  it.each([
    ['', async () => ({})],
    [
      ', also for a role that sees no other session',
      async () => {
        const { name } = await uniqueRole(db.client, 'nologin in role pggit_deployer');
        await db.client.query(`grant create on schema public to ${name}`);
        return { onConnect: (client: pg.ClientBase) => client.query(`set role ${name}`) };
      },
    ],
  ])(
    'are one for each row of a transaction that is still open when umzug goes on%s',
    async (_, as) => {
      const pool = db.pool({ max: 2, ...(await as()) });
      const umzug = await inTransaction(pool, 'commit', tableStorage);

      await withPggit(umzug, { pool, historyTable: 'public.schema_log', ...notices() }).up();

      const { links, commits } = await readHistory(db.client);
      expect(links).toMatchObject([
        { key: 'a', source: 'public.schema_log', commit: commits.at(-1)?.id },
        { key: 'b', source: 'public.schema_log', commit: commits.at(-1)?.id },
      ]);
      expect(links).toHaveLength(2);
      expect(await authorsOf(db.client, commits.at(-1)?.id ?? null)).toEqual({
        'public.a': 'a',
        'public.b': 'b',
      });
    },
  );

  it('are one for each step of a transaction, with a storage that is not in it', async () => {
    const pool = db.pool({ max: 2 });
    const umzug = await inTransaction(pool, 'commit');

    await withPggit(umzug, { pool, ...notices() }).up();

    const { links, commits } = await readHistory(db.client);
    expect(links).toMatchObject([{ key: 'a' }, { key: 'b' }]);
    expect(commits).toHaveLength(1);
  });

  it('have what every connection changed, also when the second one comes late', async () => {
    const pool = db.pool({ max: 2 });
    const migrations = [table('a'), table('b'), tablesAtOnce('c', ['c1', 'c2']), table('d')];
    const umzug = umzugOf(pool, migrations, tableStorage(pool));
    await withPggit(umzug, { pool, historyTable: 'public.schema_log', ...notices() }).up();
    const { links, commits } = await readHistory(db.client);
    expect(links.map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd']);
    expect(await authorsOf(db.client, commits.at(-1)?.id ?? null)).toEqual({
      'public.a': 'a',
      'public.b': 'b',
      'public.c1': 'c',
      'public.c2': 'c',
      'public.d': 'd',
    });
  });

  it('are none for the steps of a transaction that was rolled back', async () => {
    const pool = db.pool({ max: 2 });
    const umzug = await inTransaction(pool, 'rollback');

    await expect(withPggit(umzug, { pool, ...notices() }).up()).rejects.toThrow('rolled back');

    expect(await readHistory(db.client)).toMatchObject({ deployments: [], links: [] });
  });

  it('are a second run for a migration that is run again', async () => {
    const pool = db.pool();
    const again = {
      name: 'again',
      up: () => pool.query('create or replace view public.v as select now() as at'),
    };
    const umzug = withPggit(umzugOf(pool, [again]), { pool, ...notices() });

    await umzug.up();
    await pool.query('drop view public.v');
    await umzug.up({ migrations: ['again'], rerun: 'ALLOW' });

    expect((await readHistory(db.client)).links).toMatchObject([
      { key: 'again', run: 1 },
      { key: 'again', run: 2 },
    ]);
  });
});
