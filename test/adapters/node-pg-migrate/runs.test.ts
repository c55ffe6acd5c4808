import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { concurrentIndex, type Migration, nameOf, table, writeMigrations } from './migrations.js';
import { useProject } from './project.js';
import { notices, QUIET } from './quiet.js';
import { appliedIn, changesOf, heldLocks, readHistory } from './readback.js';
import { VERSIONS } from './versions.js';

const PROJECTS: Record<string, Record<string, Migration>> = {
  'three tables': { orders: table('orders'), lines: table('lines'), customers: table('customers') },
  'noTransaction first': {
    orders: { up: `pgm.noTransaction(); ${table('orders').up}` },
    lines: table('lines'),
  },
  'noTransaction between': {
    orders: table('orders'),
    index: concurrentIndex('orders'),
    lines: table('lines'),
  },
};

describe.each(VERSIONS)('node-pg-migrate $version: a run', (version) => {
  const project = useProject(version);
  const db = useDatabase({ per: 'test' });

  for (const singleTransaction of [true, false, undefined]) {
    for (const connection of ['dbClient', 'databaseUrl'] as const) {
      it.each(Object.entries(PROJECTS))(
        `is one deployment and one commit: %s, singleTransaction ${singleTransaction}, ${connection}`,
        async (_, migrations) => {
          const dir = await writeMigrations(project.directory, migrations);
          const other = await db.connect();
          const { lines, onNotice } = notices();
          const names = Object.keys(migrations).map((label, index) => nameOf(index, label));

          const ran = await project.runner({
            ...QUIET,
            dir,
            ...(connection === 'dbClient' ? { dbClient: db.client } : { databaseUrl: db.url }),
            ...(singleTransaction !== undefined && { singleTransaction }),
            pggit: { onNotice },
          });

          expect(ran.map(({ name }) => name)).toEqual(names);
          expect(Object.keys(ran[0] ?? {})).toEqual(['path', 'name', 'timestamp']);
          expect(await appliedIn(other)).toEqual(names);
          const { deployments, commits, links } = await readHistory(other);
          expect(deployments).toMatchObject([{ name: 'node-pg-migrate up', status: 'completed' }]);
          expect(commits).toMatchObject([
            {
              id: deployments[0]?.commit,
              deployment: deployments[0]?.id,
              message: `node-pg-migrate up: ${names.length} migrations\n\n${names.join('\n')}`,
            },
          ]);
          expect(links).toEqual(
            names.map((key) => ({
              key,
              source: 'public.pgmigrations',
              run: 1,
              direction: 'up',
              commit: commits[0]?.id,
              deployment: deployments[0]?.id,
              reverted: false,
            })),
          );
          expect(await changesOf(other, commits[0]?.id ?? null)).toEqual(
            expect.arrayContaining(['added table public.lines', 'added table public.orders']),
          );
          expect(lines).toHaveLength(1);
          expect(lines[0]).toMatch(
            new RegExp(
              `^recorded 'node-pg-migrate up': \\d+ changes, ${names.length} migrations, commit [0-9a-f]{8}$`,
            ),
          );
          expect(await heldLocks(other)).toBe(0);
        },
      );
    }
  }

  it('of SQL files is recorded as well', async () => {
    const dir = await writeMigrations(project.directory, {});
    const sql = 'create table orders (id int primary key);';
    await writeFile(join(dir, '1700000000001_orders.sql'), sql);
    const other = await db.connect();

    await project.runner({ ...QUIET, dir, dbClient: db.client, pggit: notices() });

    const { commits, links } = await readHistory(other);
    expect(links).toMatchObject([{ key: '1700000000001_orders', commit: commits[0]?.id }]);
    expect(await changesOf(other, commits[0]?.id ?? null)).toContain('added table public.orders');
  });

  it('with fake is linked, and changes nothing', async () => {
    const dir = await writeMigrations(project.directory, { orders: table('orders') });
    const other = await db.connect();

    await project.runner({ ...QUIET, dir, fake: true, dbClient: db.client, pggit: notices() });

    const { deployments, commits, links } = await readHistory(other);
    expect(deployments).toMatchObject([{ status: 'completed' }]);
    expect(links).toMatchObject([{ key: nameOf(0, 'orders'), commit: commits[0]?.id }]);
    expect(await changesOf(other, commits[0]?.id ?? null)).toEqual([]);
  });

  it('without the lock is recorded all the same', async () => {
    const dir = await writeMigrations(project.directory, { orders: table('orders') });
    const other = await db.connect();

    await project.runner({ ...QUIET, dir, noLock: true, databaseUrl: db.url, pggit: notices() });

    expect((await readHistory(other)).links).toHaveLength(1);
  });

  it('adds one commit for each later run', async () => {
    const dir = await writeMigrations(project.directory, {
      orders: table('orders'),
      lines: table('lines'),
    });
    const other = await db.connect();
    const run = { ...QUIET, dir, count: 1, dbClient: db.client, pggit: notices() };

    await project.runner(run);
    await project.runner(run);

    const { deployments, commits, links } = await readHistory(other);
    expect(deployments).toHaveLength(2);
    expect(links.map(({ commit }) => commit)).toEqual(commits.map(({ id }) => id));
  });

  it('is exported as default too, for imports of 6 and 7', () => {
    expect(project.defaultRunner).toBe(project.runner);
  });
});
