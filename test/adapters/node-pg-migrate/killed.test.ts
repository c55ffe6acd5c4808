import { fileURLToPath } from 'node:url';
import { useDatabase } from '@pggit/testing';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { nameOf, table, writeMigrations } from './migrations.js';
import { useProject } from './project.js';
import { notices, QUIET } from './quiet.js';
import { appliedIn, changesOf, readHistory } from './readback.js';
import { VERSIONS } from './versions.js';

const KILLED_RUN = fileURLToPath(new URL('killed-run.mjs', import.meta.url));

describe.each(VERSIONS)('node-pg-migrate $version: a run killed before its end', (version) => {
  const project = useProject(version);
  const db = useDatabase({ per: 'test' });

  /** Not before the server has noticed: until then the run's owner is there. */
  const killedRun = async (dir: string) => {
    const { signal } = await execa(process.execPath, [KILLED_RUN, db.url, dir], {
      cwd: project.directory,
      reject: false,
    });
    expect(signal).toBe('SIGKILL');
    await expect
      .poll(
        async () => (await db.client.query('select from pggit.orphaned_deployments()')).rowCount,
      )
      .toBe(1);
  };

  it('is recovered by the next run, which says so and records its own', async () => {
    const migrations = { orders: table('orders'), lines: table('lines') };
    const dir = await writeMigrations(project.directory, migrations);
    await killedRun(dir);
    expect(await appliedIn(db.client)).toHaveLength(2);
    expect((await readHistory(db.client)).deployments).toMatchObject([{ status: 'open' }]);

    const folder = dir.slice(project.directory.length);
    await writeMigrations(
      project.directory,
      { ...migrations, customers: table('customers') },
      folder,
    );
    const { lines, onNotice } = notices();
    await project.runner({ ...QUIET, dir, databaseUrl: db.url, pggit: { onNotice } });

    const { deployments, commits, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([
      { status: 'interrupted', commit: commits[0]?.id },
      { status: 'completed', commit: commits[1]?.id },
    ]);
    expect(links).toMatchObject([
      { key: nameOf(0, 'orders'), commit: commits[0]?.id },
      { key: nameOf(1, 'lines'), commit: commits[0]?.id },
      { key: nameOf(2, 'customers'), commit: commits[1]?.id },
    ]);
    expect(await changesOf(db.client, commits[0]?.id ?? null)).toContain(
      'added table public.orders',
    );
    expect(lines).toEqual([
      expect.stringMatching(
        /^'node-pg-migrate up' was interrupted earlier; what had landed is recorded: commit /,
      ),
      expect.stringMatching(/^recorded 'node-pg-migrate up': \d+ changes, 1 migration, commit /),
    ]);
  });

  it('is recovered even when the next run has nothing to do', async () => {
    const dir = await writeMigrations(project.directory, { orders: table('orders') });
    await killedRun(dir);

    await project.runner({ ...QUIET, dir, databaseUrl: db.url, pggit: notices() });

    expect((await readHistory(db.client)).deployments).toMatchObject([{ status: 'interrupted' }]);
  });
});
