import { useDatabase } from '@pggit/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { nameOf, table, writeMigrations } from './migrations.js';
import { useProject } from './project.js';
import { notices, QUIET } from './quiet.js';
import { readHistory } from './readback.js';
import { VERSIONS } from './versions.js';

const TOTALS = {
  orders: table('orders'),
  totals: {
    up: `pgm.sql('create materialized view totals as select count(*) as n from orders');
         pgm.sql('create unique index totals_n on totals (n)')`,
  },
};

describe.each(VERSIONS)('node-pg-migrate $version: pggit options', (version) => {
  const project = useProject(version);
  const db = useDatabase({ per: 'test' });
  afterEach(() => vi.unstubAllEnvs());
  const orders = () => writeMigrations(project.directory, { orders: table('orders') });

  it('name, message and tags reach the deployment and the commit', async () => {
    const dir = await orders();
    const other = await db.connect();
    const { lines, onNotice } = notices();

    await project.runner({
      ...QUIET,
      dir,
      dbClient: db.client,
      pggit: { name: 'release 12', message: 'Orders', tags: ['shop', 'v12'], onNotice },
    });

    const { deployments, commits } = await readHistory(other);
    expect(deployments).toMatchObject([{ name: 'release 12' }]);
    expect(commits).toMatchObject([{ message: 'Orders', tags: ['shop', 'v12'] }]);
    expect(lines[0]).toMatch(/^recorded 'release 12': /);
  });

  it('the environment says what the program leaves out', async () => {
    const dir = await orders();
    vi.stubEnv('PGGIT_NAME', 'nightly');
    vi.stubEnv('PGGIT_MESSAGE', 'From the environment');
    const pggit = { message: 'From the program', ...notices() };

    await project.runner({ ...QUIET, dir, dbClient: await db.connect(), pggit });

    expect(await readHistory(db.client)).toMatchObject({
      deployments: [{ name: 'nightly' }],
      commits: [{ message: 'From the program' }],
    });
  });

  it('tags that are no list are refused before anything runs', async () => {
    const tags = 'shop' as unknown as string[];
    const run = project.runner({
      ...QUIET,
      dir: await orders(),
      dbClient: await db.connect(),
      pggit: { tags, ...notices() },
    });

    await expect(run).rejects.toMatchObject({ name: 'InvalidSettingError', setting: 'tags' });
    expect((await db.client.query(`select to_regclass('orders') as orders`)).rows).toEqual([
      { orders: null },
    ]);
  });

  it('autoCommit makes a commit of every transaction, each with its own link', async () => {
    const dir = await writeMigrations(project.directory, {
      orders: table('orders'),
      lines: table('lines'),
    });
    const other = await db.connect();

    await project.runner({
      ...QUIET,
      dir,
      dbClient: db.client,
      pggit: { ...notices(), autoCommit: true },
    });

    const { deployments, commits, links } = await readHistory(other);
    expect(deployments).toMatchObject([{ status: 'completed', commit: commits[1]?.id }]);
    expect(links).toMatchObject([
      { key: nameOf(0, 'orders'), commit: commits[0]?.id },
      { key: nameOf(1, 'lines'), commit: commits[1]?.id },
    ]);
  });

  it('without onNotice the line goes to standard error, once', async () => {
    const dir = await orders();
    const written: unknown[] = [];
    const write = process.stderr.write;
    process.stderr.write = ((text: unknown) => written.push(text) > 0) as typeof write;
    try {
      await project.runner({ ...QUIET, dir, dbClient: db.client });
    } finally {
      process.stderr.write = write;
    }
    expect(written).toEqual([
      expect.stringMatching(/^pggit: recorded 'node-pg-migrate up': .+\n$/),
    ]);
  });

  it.each(['affected', ['public.totals']] as const)('refresh: %s', async (refresh) => {
    const dir = await writeMigrations(project.directory, TOTALS);
    const { lines, onNotice } = notices();
    const run = { ...QUIET, dir, dbClient: db.client };
    await project.runner({ ...run, pggit: notices() });
    const before = await db.client.query('select n from totals');

    const next = await writeMigrations(
      project.directory,
      {
        ...TOTALS,
        row: {
          up: "pgm.sql('insert into orders default values; alter table orders add note text')",
        },
      },
      dir.slice(project.directory.length),
    );
    await project.runner({
      ...run,
      dir: next,
      pggit: { onNotice, refresh: typeof refresh === 'string' ? refresh : [...refresh] },
    });

    const after = await db.client.query('select n from totals');
    expect([before.rows, after.rows]).toEqual([[{ n: '0' }], [{ n: '1' }]]);
    expect(lines).toEqual([
      expect.stringMatching(/^recorded /),
      expect.stringMatching(/^refresh 1\/1 public\.totals: \d+ ms$/),
    ]);
    expect((await readHistory(db.client)).commits).toHaveLength(2);
  });

  it('a refresh that fails is said, and the run has succeeded', async () => {
    const dir = await orders();
    const { lines, onNotice } = notices();

    const ran = await project.runner({
      ...QUIET,
      dir,
      dbClient: db.client,
      pggit: { onNotice, refresh: ['public.nothing'] },
    });

    expect(ran).toHaveLength(1);
    expect(lines.at(-1)).toMatch(/nothing.*failed|not refreshed/);
  });
});
