import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { table, writeMigrations } from './migrations.js';
import { useProject } from './project.js';
import { notices, QUIET } from './quiet.js';
import { readHistory } from './readback.js';
import { VERSIONS } from './versions.js';

describe.each(VERSIONS)('node-pg-migrate $version: no deployment remains', (version) => {
  const project = useProject(version);
  const db = useDatabase({ per: 'test' });

  it.each([
    { what: 'an empty folder', migrations: {}, direction: 'up' },
    {
      what: 'a down with nothing applied',
      migrations: { orders: table('orders') },
      direction: 'down',
    },
  ] as const)('of a run with nothing to do: $what', async ({ migrations, direction }) => {
    const dir = await writeMigrations(project.directory, migrations);
    const other = await db.connect();
    const { lines, onNotice } = notices();

    const ran = await project.runner({
      ...QUIET,
      dir,
      direction,
      dbClient: db.client,
      pggit: { onNotice, refresh: ['public.nothing'] },
    });

    expect(ran).toEqual([]);
    expect(await readHistory(other)).toEqual({ deployments: [], commits: [], links: [] });
    expect(lines).toEqual([]);
  });

  it('of a second run that finds everything applied', async () => {
    const dir = await writeMigrations(project.directory, { orders: table('orders') });
    const other = await db.connect();
    const run = { ...QUIET, dir, databaseUrl: db.url, pggit: notices() };

    await project.runner(run);
    const before = await readHistory(other);
    await project.runner(run);

    expect(await readHistory(other)).toEqual(before);
  });

  it.each([
    { what: 'dryRun', options: { dryRun: true } },
    { what: 'dryRun in a single transaction', options: { dryRun: true, singleTransaction: true } },
  ])('of a run with $what, not even for a moment', async ({ options }) => {
    const dir = await writeMigrations(project.directory, { orders: table('orders') });
    const other = await db.connect();
    const { lines, onNotice } = notices();
    const statements: string[] = [];
    const dbClient = spied(db.client, statements);

    const ran = await project.runner({ ...QUIET, ...options, dir, dbClient, pggit: { onNotice } });

    expect(ran).toHaveLength(1);
    expect(statements.filter((text) => text.includes('pggit.'))).toEqual([]);
    expect((await readHistory(other)).deployments).toEqual([]);
    expect(lines).toEqual([]);
  });

  it('of a run with enabled: false, and the engine still links it', async () => {
    const dir = await writeMigrations(project.directory, { orders: table('orders') });
    const other = await db.connect();
    const { lines, onNotice } = notices();
    const statements: string[] = [];

    await project.runner({
      ...QUIET,
      dir,
      dbClient: spied(db.client, statements),
      pggit: { enabled: false, onNotice },
    });

    expect(statements.filter((text) => text.includes('pggit.'))).toEqual([]);
    const { deployments, commits, links } = await readHistory(other);
    expect(deployments).toEqual([]);
    expect(links).toMatchObject([{ deployment: null, commit: commits.at(-1)?.id }]);
    expect(lines).toEqual([]);
  });
});

/** The smallest client the tool accepts, keeping what it was asked. */
function spied(client: { query: (...args: never[]) => unknown }, statements: string[]) {
  const query = (...args: unknown[]) => {
    statements.push(String(args[0]));
    return client.query(...(args as never[]));
  };
  return { query } as never;
}
