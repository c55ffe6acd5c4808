import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useDatabase } from '@pggit/testing';
import { authorsOf, leftOver, readHistory } from '@pggit/testing/contract';
import { withPggit } from '@pggit/umzug';
import { SlonikMigrator } from '@slonik/migrator';
import pg from 'pg';
import { createPool, type DatabasePool } from 'slonik';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { notices } from './shop.js';

const MIGRATIONS = {
  '1.orders.sql': ['create table public.orders (id int)', 'drop table public.orders'],
  '2.lines.sql': ['create table public.lines (id int)', 'drop table public.lines'],
};

describe('the Slonik migrator', () => {
  const db = useDatabase({ per: 'test' });
  let folder: string;
  let slonik: DatabasePool;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pggit-slonik-'));
    await mkdir(join(folder, 'down'));
    for (const [name, [up = '', down = '']] of Object.entries(MIGRATIONS)) {
      await writeFile(join(folder, name), up);
      await writeFile(join(folder, 'down', name), down);
    }
  });
  afterEach(async () => {
    await slonik.end();
    await rm(folder, { recursive: true });
  });

  /** As the how-to has it: Slonik makes its pool of a class that keeps it. */
  const migratorOf = async (singleTransaction: boolean) => {
    let pool: pg.Pool | undefined;
    class KeptPool extends pg.Pool {
      constructor(config: pg.PoolConfig) {
        super(config);
        pool = this;
      }
    }
    slonik = await createPool(db.url, { PgPool: KeptPool });
    const migrator = new SlonikMigrator({
      slonik,
      migrationsPath: folder,
      migrationTableName: 'migration',
      logger: undefined,
      singleTransaction: singleTransaction as true,
    });
    if (pool === undefined) throw new Error('Slonik made no pool');
    return withPggit(migrator, { pool, ...notices() });
  };

  it.each([
    ['a connection', false],
    ['a single transaction', true],
  ])('in %s: each run is a deployment, and each row is linked once', async (_, single) => {
    const migrator = await migratorOf(single);

    await migrator.up();
    await migrator.down();

    const { deployments, links } = await readHistory(db.client);
    const [up, down] = deployments.map(({ commit }) => commit);
    expect(deployments.map(({ status }) => status)).toEqual(['completed', 'completed']);
    const source = 'public.migration';
    expect(links).toMatchObject([
      { key: '1.orders.sql', source, direction: 'up', reverted: false, commit: up },
      { key: '2.lines.sql', source, direction: 'up', reverted: true, commit: up },
      { key: '2.lines.sql', source, direction: 'down', commit: down },
    ]);
    expect(links).toHaveLength(3);
    expect(await authorsOf(db.client, up ?? null)).toEqual({
      'public.orders': '1.orders.sql',
      'public.lines': '2.lines.sql',
    });
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('that fails in a single transaction leaves no deployment, and in a connection what landed', async () => {
    await writeFile(join(folder, '3.bad.sql'), 'select 1/0');
    await expect((await migratorOf(true)).up()).rejects.toThrow(/3\.bad\.sql/);
    expect(await readHistory(db.client)).toMatchObject({ deployments: [], links: [] });
    await slonik.end();

    await expect((await migratorOf(false)).up()).rejects.toThrow(/3\.bad\.sql/);
    const { deployments, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'failed' }]);
    expect(links.map(({ key }) => key)).toEqual(['1.orders.sql', '2.lines.sql']);
  });
});
