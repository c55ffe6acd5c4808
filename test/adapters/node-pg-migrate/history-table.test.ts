import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { nameOf, table, writeMigrations } from './migrations.js';
import { useProject } from './project.js';
import { notices, QUIET } from './quiet.js';
import { changesOf, readHistory } from './readback.js';
import { VERSIONS } from './versions.js';

const CASES = [
  {
    what: 'another name',
    options: { migrationsTable: 'shop_history' },
    source: 'public.shop_history',
  },
  {
    what: 'a name in quotes',
    options: { migrationsTable: 'Shop History' },
    source: 'public."Shop History"',
  },
  {
    what: 'a schema of its own, with a name in quotes',
    options: { migrationsSchema: 'Ops', migrationsTable: 'History', createMigrationsSchema: true },
    source: '"Ops"."History"',
  },
  {
    what: 'the first of several schemas',
    options: { schema: ['shop', 'public'], createSchema: true },
    source: 'shop.pgmigrations',
  },
];

describe.each(VERSIONS)('node-pg-migrate $version: a history table with', (version) => {
  const project = useProject(version);
  const db = useDatabase({ per: 'test' });

  it.each(CASES)('$what is linked from the first run on', async ({ options, source }) => {
    const dir = await writeMigrations(project.directory, {
      orders: table('orders'),
      lines: table('lines'),
    });
    const other = await db.connect();

    await project.runner({ ...QUIET, ...options, dir, dbClient: db.client, pggit: notices() });

    const { commits, links } = await readHistory(other);
    expect(links).toMatchObject([
      { key: nameOf(0, 'orders'), source, commit: commits.at(-1)?.id },
      { key: nameOf(1, 'lines'), source, commit: commits.at(-1)?.id },
    ]);
    const { rows } = await other.query(
      'select source, tool_name, attached from pggit.history_tables',
    );
    expect(rows).toContainEqual({ source, tool_name: 'node-pg-migrate', attached: true });
    const changes = await changesOf(other, commits.at(-1)?.id ?? null);
    expect(changes.filter((change) => change.includes(source))).toEqual([]);
  });

  it('rows from before pggit knew it is linked from the next run on', async () => {
    const dir = await writeMigrations(project.directory, {
      orders: table('orders'),
      lines: table('lines'),
    });
    const other = await db.connect();
    const run = { ...QUIET, migrationsTable: 'shop_history', dir, count: 1, dbClient: db.client };

    await project.stock(run);
    await project.runner({ ...run, pggit: notices() });

    expect((await readHistory(other)).links).toMatchObject([{ key: nameOf(1, 'lines') }]);
  });

  it('the same migrations as another one is a source of its own', async () => {
    const dir = await writeMigrations(project.directory, {
      orders: { up: "pgm.createTable('orders', { id: 'id' }, { ifNotExists: true })" },
    });
    const other = await db.connect();
    const run = { ...QUIET, dir, dbClient: db.client, pggit: notices() };

    await project.runner(run);
    await project.runner({ ...run, migrationsTable: 'second' });

    expect((await readHistory(other)).links).toMatchObject([
      { source: 'public.pgmigrations', run: 1 },
      { source: 'public.second', run: 1 },
    ]);
  });
});
