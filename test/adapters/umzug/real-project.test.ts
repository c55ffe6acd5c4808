import { fileURLToPath } from 'node:url';
import { useDatabase } from '@pggit/testing';
import { leftOver, readHistory } from '@pggit/testing/contract';
import { withPggit } from '@pggit/umzug';
import { type RunnerOption, runner } from 'node-pg-migrate';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { meteringUmzug } from '../../../fixtures/umzug/umzug.mjs';
import { faultsIn } from '../../sql/history/soundness.js';
import { notices } from './shop.js';

const SAME_STORY = fileURLToPath(new URL('../../../fixtures/node-pg-migrate/', import.meta.url));

describe('two years of umzug migrations', () => {
  const db = useDatabase();
  const told = useDatabase();
  const QUIET = { debug() {}, info() {}, warn() {}, error() {} };
  let before: string;
  const stateOf = async (client: pg.Client) =>
    (await client.query('select pggit.state_hash() as hash')).rows[0].hash.toString('hex');

  it('fail, are put right, are linked to the commits they landed in, and end in the same state', async () => {
    const pool = db.pool();
    const migrator = (...next: string[]) =>
      withPggit(meteringUmzug(pool, ['migrations', ...next], QUIET), {
        pool,
        historyTable: 'public.applied_migrations',
        ...notices(),
      });

    before = await stateOf(db.client);
    await migrator().up({ step: 21 });
    const broken = migrator('broken').up();
    await expect(broken).rejects.toMatchObject({ cause: { code: '2BP01' } });
    await migrator('repaired').up();

    const { rows } = await db.client.query(
      'select name from public.applied_migrations order by name',
    );
    const { deployments, links } = await readHistory(db.client);
    expect(deployments.map(({ status }) => status)).toEqual(['completed', 'failed', 'completed']);
    expect(links.map(({ key }) => key)).toEqual(rows.map(({ name }) => name));
    expect(links.map(({ commit }) => deployments.findIndex((d) => d.commit === commit))).toEqual([
      ...Array(21).fill(0),
      ...Array(22).fill(1),
      2,
    ]);
    expect(await leftOver(db.client)).toEqual([]);
    expect(await faultsIn(db.client)).toEqual([]);

    const options: Partial<RunnerOption> = { useGlob: true, migrationsTable: 'pgmigrations' };
    await runner({
      ...options,
      dir: [`${SAME_STORY}migrations/*`, `${SAME_STORY}repaired/*`],
      direction: 'up',
      databaseUrl: told.url,
      logger: QUIET,
    } as RunnerOption);
    expect(await stateOf(db.client)).toBe(await stateOf(told.client));
  });

  it('can all be taken back', async () => {
    const pool = db.pool();
    const umzug = withPggit(meteringUmzug(pool, ['migrations', 'repaired'], QUIET), {
      pool,
      ...notices(),
    });
    await umzug.down({ to: 0 });
    expect(await stateOf(db.client)).toBe(before);
    expect((await readHistory(db.client)).deployments.at(-1)).toMatchObject({
      name: 'umzug down',
      status: 'completed',
    });
    expect(await leftOver(db.client)).toEqual([]);
  });
});
