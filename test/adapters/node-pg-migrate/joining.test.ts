import { pggit, withDeployment } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { failing, nameOf, table, writeMigrations } from './migrations.js';
import { useProject } from './project.js';
import { notices, QUIET } from './quiet.js';
import { readHistory } from './readback.js';
import { VERSIONS } from './versions.js';

describe.each(VERSIONS)('node-pg-migrate $version: inside a deployment', (version) => {
  const project = useProject(version);
  const db = useDatabase({ per: 'test' });

  it('a run joins it and says nothing', async () => {
    const dir = await writeMigrations(project.directory, { orders: table('orders') });
    const other = await db.connect();
    const { lines, onNotice } = notices();

    await withDeployment(db.client, { name: 'release 12' }, async () => {
      await db.client.query('create table public.by_hand (id int)');
      await project.runner({ ...QUIET, dir, dbClient: db.client, pggit: { onNotice } });
    });

    const { deployments, commits, links } = await readHistory(other);
    expect(deployments).toMatchObject([{ name: 'release 12', status: 'completed' }]);
    expect(commits).toHaveLength(1);
    expect(links).toMatchObject([{ key: nameOf(0, 'orders'), commit: commits[0]?.id }]);
    expect(lines).toEqual([]);
  });

  it('that came with the connection, a run joins it', async () => {
    const dir = await writeMigrations(project.directory, { orders: table('orders') });
    const other = await db.connect();
    const id = await pggit(other).beginDeployment('release 12');

    await project.runner({
      ...QUIET,
      dir,
      databaseUrl: { connectionString: db.url, options: `-c pggit.deployment=${id}` },
      pggit: notices(),
    });
    expect((await readHistory(db.client)).deployments).toMatchObject([{ id, status: 'open' }]);
    await pggit(other).endDeployment();

    const { deployments, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ id, status: 'completed' }]);
    expect(links).toMatchObject([{ deployment: id, commit: deployments[0]?.commit }]);
  });

  it('a failing run leaves the end to its owner', async () => {
    const dir = await writeMigrations(project.directory, { bad: failing('bad') });
    const other = await db.connect();
    const engine = pggit(db.client);
    const id = await engine.beginDeployment('release 12');

    await expect(
      project.runner({ ...QUIET, dir, dbClient: db.client, pggit: notices() }),
    ).rejects.toMatchObject({ code: '22012' });

    expect(await engine.currentDeployment()).toBe(id);
    expect((await readHistory(other)).deployments).toMatchObject([{ id, status: 'open' }]);
    await engine.abortDeployment();
  });

  it('two runs make one commit', async () => {
    const dir = await writeMigrations(project.directory, {
      orders: table('orders'),
      lines: table('lines'),
    });
    const other = await db.connect();
    const run = { ...QUIET, dir, count: 1, dbClient: db.client, pggit: notices() };

    await withDeployment(db.client, { name: 'release 12' }, async () => {
      await project.runner(run);
      await project.runner(run);
    });

    const { commits, links } = await readHistory(other);
    expect(commits).toHaveLength(1);
    expect(links).toHaveLength(2);
  });
});
