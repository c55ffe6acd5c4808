import { useDatabase } from '@pggit/testing';
import { authorsOf, leftOver, readHistory } from '@pggit/testing/contract';
import { withPggit } from '@pggit/umzug';
import { Sequelize } from 'sequelize';
import { memoryStorage, Umzug } from 'umzug';
import { describe, expect, it } from 'vitest';
import { type Context, type Migration, notices, table, umzugOf } from './shop.js';

const OTHERS = 'datname = current_database() and pid <> pg_backend_pid()';

describe('an umzug run that loses its connections', () => {
  const db = useDatabase({ per: 'test' });
  /** By the one that the test reads with. */
  const kill = (where: string) =>
    db.client.query(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where ${where}`);
  const killers: Record<string, Migration> = {
    'the one its deployment is kept on': {
      name: 'killer',
      up: () => kill(`${OTHERS} and query like '%link_migration_key%'`),
    },
    'all of them, as in a restart': {
      name: 'killer',
      up: () => kill(`${OTHERS} and state = 'idle'`),
    },
  };
  const complete = async () => {
    const { deployments, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'completed' }]);
    expect(links.map(({ key }) => key)).toEqual(['a', 'killer', 'b', 'c']);
    expect(await authorsOf(db.client, deployments[0]?.commit ?? null)).toEqual({
      'public.a': 'a',
      'public.b': 'b',
      'public.c': 'c',
    });
    expect(await leftOver(db.client)).toEqual([]);
  };

  it.each(Object.entries(killers))('is one deployment with all links: %s', async (_, killer) => {
    const pool = db.pool({ max: 2 });
    pool.on('error', () => {});
    const said = notices();
    const migrations = [table('a'), killer, table('b'), table('c')];

    expect(await withPggit(umzugOf(pool, migrations), { pool, ...said }).up()).toHaveLength(4);

    expect(said.lines).toEqual([expect.stringMatching(/^recorded 'umzug up': 3 changes, 4 /)]);
    await complete();
  });

  it('is one over Sequelize, too', async () => {
    const sequelize = new Sequelize(db.url, { logging: false });
    const context: Context = { query: async (sql) => ({ rows: await sequelize.query(sql) }) };
    const killer = killers['the one its deployment is kept on'] as Migration;
    const umzug = new Umzug<Context>({
      migrations: [table('a'), killer, table('b'), table('c')],
      context,
      storage: memoryStorage(),
      logger: undefined,
    });

    await withPggit(umzug, { sequelize, ...notices() }).up();
    await sequelize.close();

    await complete();
  });

  it('and has nothing but one client, which is lost, ends as failed, with what had landed', async () => {
    const client = await db.connect();
    const killer = killers['all of them, as in a restart'] as Migration;
    const said = notices();
    const umzug = umzugOf(client, [table('a'), killer, table('b')]);

    await expect(withPggit(umzug, { client, ...said }).up()).rejects.toThrow(
      /Migration b \(up\) failed/,
    );

    expect(said.lines).toEqual([
      expect.stringMatching(/^'umzug up' failed; what had landed is recorded: 1 change, /),
    ]);
    const { deployments, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'failed' }]);
    expect(links.map(({ key }) => key)).toEqual(['a', 'killer']);
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('is not closed by another run that begins meanwhile', async () => {
    const pool = db.pool({ max: 2 });
    const killer = killers['the one its deployment is kept on'] as Migration;
    const other = db.pool({ max: 1 });
    const beside: Migration = {
      name: 'b',
      up: async ({ context }) => {
        await withPggit(umzugOf(other, [table('x')]), { pool: other, ...notices() }).up();
        await context.query('create table public.b ()');
      },
    };
    await withPggit(umzugOf(pool, [table('a'), killer, beside]), { pool, ...notices() }).up();

    expect((await readHistory(db.client)).deployments.map(({ status }) => status)).toEqual([
      'completed',
      'completed',
    ]);
  });
});
