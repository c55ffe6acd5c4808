import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { concurrentIndex, nameOf, table, writeMigrations } from './migrations.js';
import { useProject } from './project.js';
import { notices, QUIET } from './quiet.js';
import { changesOf, readHistory } from './readback.js';
import { VERSIONS } from './versions.js';

const MIGRATIONS = {
  orders: table('orders'),
  index: concurrentIndex('orders'),
  lines: table('lines'),
};
const [ORDERS, INDEX, LINES] = Object.keys(MIGRATIONS).map((label, at) => nameOf(at, label));

describe.each(VERSIONS)('node-pg-migrate $version: going down', (version) => {
  const project = useProject(version);
  const db = useDatabase({ per: 'test' });

  for (const singleTransaction of [true, false]) {
    it(`reverts the links of what it took back: singleTransaction ${singleTransaction}`, async () => {
      const dir = await writeMigrations(project.directory, MIGRATIONS);
      const other = await db.connect();
      const run = { ...QUIET, dir, singleTransaction, dbClient: db.client, pggit: notices() };

      await project.runner(run);
      await project.runner({ ...run, direction: 'down', count: 2 });

      const { deployments, commits, links } = await readHistory(other);
      expect(deployments).toMatchObject([
        { name: 'node-pg-migrate up' },
        { name: 'node-pg-migrate down', status: 'completed' },
      ]);
      expect(commits.at(-1)?.message).toBe(
        `node-pg-migrate down: 2 migrations\n\n${LINES}\n${INDEX}`,
      );
      expect(await changesOf(other, commits.at(-1)?.id ?? null)).toEqual(
        expect.arrayContaining(['removed index public.orders_again', 'removed table public.lines']),
      );
      const applied = links.filter(({ direction }) => direction === 'up');
      expect(applied).toMatchObject([
        { key: ORDERS, reverted: false },
        { key: INDEX, reverted: true },
        { key: LINES, reverted: true },
      ]);
    });
  }

  it('and up again makes a new run of the same migration', async () => {
    const dir = await writeMigrations(project.directory, { orders: table('orders') });
    const other = await db.connect();
    const run = { ...QUIET, dir, dbClient: db.client, pggit: notices() };

    await project.runner(run);
    await project.runner({ ...run, direction: 'down' });
    await project.runner(run);

    const { commits, links } = await readHistory(other);
    const applied = links.filter(({ direction }) => direction === 'up');
    expect(applied).toMatchObject([
      { run: 1, reverted: true, commit: commits[0]?.id },
      { run: 2, reverted: false, commit: commits[2]?.id },
    ]);
  });
});
