import { install } from '@pggit/core';
import { uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import { expect, it } from 'vitest';
import { table, writeMigrations } from './migrations.js';
import { useProject } from './project.js';
import { notices, QUIET } from './quiet.js';
import { changesOf, readHistory } from './readback.js';
import { VERSIONS } from './versions.js';

const [version] = VERSIONS.slice(-1);
const project = useProject(version ?? VERSIONS[0]);
const db = useDatabase({ engine: false });

it('records a run in manual mode by comparing the catalog at its end, and says so', async () => {
  const role = await uniqueRole(db.client);
  await db.client.query(`
    grant create on database ${db.name} to ${role.name};
    grant create on schema public to ${role.name}`);
  const owner = await db.connect({ user: role.name, password: role.password });
  expect(await install(owner)).toMatchObject({ mode: 'manual' });

  await owner.query('create table public.by_hand ()');

  const dir = await writeMigrations(project.directory, {
    orders: table('orders'),
    lines: table('lines'),
  });
  const { lines, onNotice } = notices();
  await project.runner({ ...QUIET, dir, databaseUrl: urlAs(db.url, role), pggit: { onNotice } });

  const { deployments, commits, links } = await readHistory(db.client);
  const [before, commit] = commits;
  expect(await changesOf(db.client, before?.id ?? null)).toEqual(['added table public.by_hand']);
  expect(deployments).toMatchObject([{ status: 'completed', commit: commit?.id }]);
  const changes = await changesOf(db.client, commit?.id ?? null);
  expect(changes).toEqual(
    expect.arrayContaining(['added table public.lines', 'added table public.orders']),
  );
  expect(changes).not.toContain('added table public.by_hand');
  expect(links).toMatchObject([{ commit: commit?.id }, { commit: commit?.id }]);
  expect(lines).toEqual([
    expect.stringMatching(
      /^recorded 'node-pg-migrate up': .*, 2 migrations, commit \w{8} \(manual mode: by comparing the catalog\)$/,
    ),
  ]);
});
