import { install } from '@pggit/core';
import { liquibase, uniqueRole, urlAs, useDatabase } from '@pggit/testing';
import { changesOf, leftOver, readHistory } from '@pggit/testing/contract';
import { expect, it } from 'vitest';
import { runLiquibase, settingsFor, sqlChangelog, useProject } from './project.js';

const tool = await liquibase(4);
const db = useDatabase({ engine: false });
const project = useProject();

it.skipIf(tool === undefined)(
  'in manual mode the first run is drift, and every one after a capture is a deployment',
  { timeout: 60_000 },
  async () => {
    if (tool === undefined) return;
    const owner = await uniqueRole(db.client);
    await db.client.query(`alter database ${db.name} owner to ${owner.name}`);
    const session = await db.connect({ user: owner.name, password: owner.password });
    expect(await install(session)).toMatchObject({ mode: 'manual' });
    const target = { ...db, url: urlAs(db.url, owner) };
    const update = async () => {
      const outcome = await runLiquibase(
        tool,
        project,
        settingsFor(target, 'changelog.sql'),
        'update',
      );
      expect(outcome, outcome.stderr).toMatchObject({ exitCode: 0 });
    };

    const orders = ['alice:1', 'create table orders (id int primary key);'] as const;
    await project.write('changelog.sql', sqlChangelog(orders));
    await update();
    expect((await readHistory(db.client)).deployments).toEqual([]);
    expect(await leftOver(db.client)).not.toEqual([]);

    await session.query(`select pggit.capture('the first run of Liquibase')`);
    expect(await leftOver(db.client)).toEqual([]);
    await session.query('select * from pggit.backfill_links()');
    await project.write(
      'changelog.sql',
      sqlChangelog(orders, ['alice:2', 'create table lines (id int);']),
    );
    await update();

    const { deployments, commits, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'completed', commit: commits.at(-1)?.id }]);
    expect(await changesOf(db.client, commits.at(-1)?.id ?? null)).toEqual([
      'added table public.lines',
    ]);
    expect(links).toMatchObject([
      { key: 'changelog.sql::1::alice', deployment: null },
      { key: 'changelog.sql::2::alice', commit: commits.at(-1)?.id },
    ]);
    expect(await leftOver(db.client)).toEqual([]);
  },
);
