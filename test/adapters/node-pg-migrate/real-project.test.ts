import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { uniqueName, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { useProject } from './project.js';
import { notices, QUIET } from './quiet.js';
import { appliedIn, heldLocks, readHistory } from './readback.js';
import { VERSIONS } from './versions.js';

const METERING = fileURLToPath(new URL('../../../fixtures/node-pg-migrate/', import.meta.url));

describe.each(VERSIONS)('node-pg-migrate $version: two years of migrations', (version) => {
  const project = useProject(version);
  const db = useDatabase({ per: 'test' });

  /**
   * The fixture's migrations in one folder of the project, with or without the next one in the
   * story.
   */
  const story = async (...folders: string[]) => {
    const dir = join(project.directory, uniqueName('story'));
    await cp(join(METERING, 'package.json'), join(dir, 'package.json'));
    for (const folder of ['migrations', ...folders]) {
      await cp(join(METERING, folder), join(dir, 'migrations'), { recursive: true });
    }
    return { ...QUIET, dir: join(dir, 'migrations'), ignorePattern: '(\\..*|.*\\.ts)' };
  };

  it('fail, are put right, and every migration is linked to the commit it landed in', async () => {
    const other = await db.connect();
    const run = { singleTransaction: true, dbClient: db.client, pggit: notices() };

    await project.runner({ ...(await story()), ...run, count: 21 });
    const broken = project.runner({ ...(await story('broken')), ...run });
    await expect(broken).rejects.toMatchObject({ code: '2BP01' });
    expect(await heldLocks(other)).toBe(0);
    await project.runner({ ...(await story('repaired')), ...run });

    const applied = await appliedIn(other);
    const { deployments, commits, links } = await readHistory(other);
    expect(deployments.map(({ status }) => status)).toEqual(['completed', 'failed', 'completed']);
    expect(links.map(({ key }) => key)).toEqual(applied);
    expect(links.map(({ commit }) => commits.findIndex(({ id }) => id === commit))).toEqual([
      ...Array(21).fill(0),
      ...Array(4).fill(1),
      ...Array(applied.length - 25).fill(2),
    ]);
    const { rows } = await other.query(
      "select * from pggit.status() where state in ('drift', 'staged')",
    );
    expect(rows).toEqual([]);
  });

  it('give the schema that the stock runner gives', async () => {
    const options = await story();
    const other = await db.connect();
    const stateHash = async () =>
      (await other.query('select pggit.state_hash() as hash')).rows[0].hash.toString('hex');

    await project.runner({ ...options, databaseUrl: db.url, pggit: notices() });
    const recorded = await stateHash();
    await project.runner({
      ...options,
      direction: 'down',
      count: Number.POSITIVE_INFINITY,
      databaseUrl: db.url,
      pggit: notices(),
    });
    await project.stock({ ...options, databaseUrl: db.url });

    expect(await stateHash()).toBe(recorded);
  });
});
