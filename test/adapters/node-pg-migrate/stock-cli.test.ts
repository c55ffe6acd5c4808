import { useDatabase } from '@pggit/testing';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { failing, nameOf, table, writeMigrations } from './migrations.js';
import { useProject } from './project.js';
import { changesOf, readHistory } from './readback.js';
import { VERSIONS } from './versions.js';

/** A team that has pggit in its database and nothing of it in its project. */
describe.each(VERSIONS)('the untouched node-pg-migrate $version CLI', (version) => {
  const project = useProject(version);
  const db = useDatabase({ per: 'test' });

  const run = (...args: string[]) =>
    execa(project.bin('node-pg-migrate'), args, {
      cwd: project.directory,
      env: { DATABASE_URL: db.url },
      reject: false,
    });

  it('is linked, one commit for its one transaction', async () => {
    const dir = await writeMigrations(project.directory, {
      orders: table('orders'),
      lines: table('lines'),
    });

    expect(await run('up', '-m', dir)).toMatchObject({ exitCode: 0 });

    const { deployments, commits, links } = await readHistory(db.client);
    expect(deployments).toEqual([]);
    expect(commits).toHaveLength(1);
    expect(links).toMatchObject([
      { key: nameOf(0, 'orders'), commit: commits[0]?.id, deployment: null },
      { key: nameOf(1, 'lines'), commit: commits[0]?.id, deployment: null },
    ]);
  });

  it('is linked, one commit for each of its transactions', async () => {
    const dir = await writeMigrations(project.directory, {
      orders: table('orders'),
      lines: table('lines'),
      bad: failing('bad'),
    });

    expect(await run('up', '-m', dir, '--no-single-transaction')).toMatchObject({ exitCode: 1 });

    const { commits, links } = await readHistory(db.client);
    expect(links.map(({ key, commit }) => [key, commit])).toEqual([
      [nameOf(0, 'orders'), commits[0]?.id],
      [nameOf(1, 'lines'), commits[1]?.id],
    ]);
    expect(await changesOf(db.client, commits[0]?.id ?? null)).toContain(
      'added table public.orders',
    );
  });

  it('redo reverts the link and makes a new run of it', async () => {
    const dir = await writeMigrations(project.directory, { orders: table('orders') });
    await run('up', '-m', dir);

    expect(await run('redo', '-m', dir)).toMatchObject({ exitCode: 0 });

    const { links } = await readHistory(db.client);
    expect(links.filter(({ direction }) => direction === 'up')).toMatchObject([
      { run: 1, reverted: true },
      { run: 2, reverted: false },
    ]);
  });
});
