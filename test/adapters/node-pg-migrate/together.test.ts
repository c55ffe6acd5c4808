import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { nameOf, table, writeMigrations } from './migrations.js';
import { useProject } from './project.js';
import { notices, QUIET } from './quiet.js';
import { readHistory } from './readback.js';
import { VERSIONS } from './versions.js';

/** Several replicas of an application start at once and only then queue on the tool's own lock. */
describe.each(VERSIONS)('node-pg-migrate $version: runs at the same time', (version) => {
  const project = useProject(version);
  const db = useDatabase({ per: 'test' });

  it('leave one deployment: that of the run which got the lock', async () => {
    const dir = await writeMigrations(project.directory, {
      orders: { up: "pgm.sql('select pg_sleep(0.3)'); pgm.createTable('orders', { id: 'id' })" },
    });
    const run = { ...QUIET, dir, databaseUrl: db.url };

    const results = await Promise.allSettled(
      Array.from({ length: 4 }, () => project.runner({ ...run, pggit: notices() })),
    );

    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    const { deployments, commits, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'completed' }]);
    expect(commits).toHaveLength(1);
    expect(links).toMatchObject([{ key: nameOf(0, 'orders'), deployment: deployments[0]?.id }]);
  });

  it.runIf(version.version === '9')(
    'waiting for the lock, all succeed and one is recorded',
    async () => {
      const dir = await writeMigrations(project.directory, { orders: table('orders') });
      const run = { ...QUIET, dir, databaseUrl: db.url, advisoryLockMode: 'wait' as const };

      const results = await Promise.all(
        Array.from({ length: 4 }, () => project.runner({ ...run, pggit: notices() })),
      );

      expect(results.map((ran) => ran.length).sort()).toEqual([0, 0, 0, 1]);
      expect((await readHistory(db.client)).deployments).toHaveLength(1);
    },
  );

  it("do not take each other's changes in", async () => {
    const sleepy = (name: string) => ({
      [name]: { up: `pgm.createTable('${name}', { id: 'id' }); pgm.sql('select pg_sleep(0.2)')` },
    });
    const runs = await Promise.all(
      ['orders', 'lines'].map(async (name) => ({
        ...QUIET,
        dir: await writeMigrations(project.directory, sleepy(name)),
        migrationsTable: `history_of_${name}`,
        noLock: true,
        databaseUrl: db.url,
        pggit: { ...notices(), name },
      })),
    );

    await Promise.all(runs.map((run) => project.runner(run)));

    const { rows } = await db.client.query(
      `select d.name, array_agg(s.identity) filter (where s.kind = 'table') as tables
         from pggit.deployments d, pggit.show(d.commit_id::text) s group by d.name order by 1`,
    );
    expect(rows).toEqual([
      { name: 'lines', tables: ['public.lines'] },
      { name: 'orders', tables: ['public.orders'] },
    ]);
  });
});
