import { liquibase, useDatabase } from '@pggit/testing';
import { authorsOf, changesOf, leftOver, readHistory } from '@pggit/testing/contract';
import { expect, it } from 'vitest';
import { runLiquibase, settingsFor, sqlChangelog, useProject } from './project.js';

const tool = await liquibase(4);
const db = useDatabase();
const project = useProject();

it.skipIf(tool === undefined)(
  'the very first run is one deployment, and each changeset is linked to what it changed',
  { timeout: 60_000 },
  async () => {
    if (tool === undefined) return;
    await project.write(
      'changelog.sql',
      sqlChangelog(
        ['alice:1', 'create table orders (id int primary key);'],
        ['bob:note', 'alter table orders add note text;', 'create index on orders (note);'],
        ['alice:3', 'create table lines (id int primary key);'],
      ),
    );

    const outcome = await runLiquibase(tool, project, settingsFor(db, 'changelog.sql'), 'update');

    expect(outcome, outcome.stderr).toMatchObject({ exitCode: 0 });
    const { deployments, commits, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([
      {
        name: expect.stringMatching(/^liquibase on \S/),
        status: 'completed',
        reason: 'outcome not confirmed: the lock is released after a failure as well',
        commit: commits[0]?.id,
      },
    ]);
    expect(commits).toMatchObject([{ deployment: deployments[0]?.id }]);
    const keys = ['1::alice', 'note::bob', '3::alice'].map((id) => `changelog.sql::${id}`);
    expect(commits[0]?.message).toBe(
      [`${deployments[0]?.name}: 3 migrations`, '', ...keys].join('\n'),
    );
    expect(links).toMatchObject(
      keys.map((key) => ({ key, run: 1, direction: 'up', commit: commits[0]?.id })),
    );
    const { rows } = await db.client.query(
      `select m.migration_key as key from pggit.external_migrations m
       join databasechangelog l on m.migration_key = concat_ws('::', l.filename, l.id, l.author)
       where m.tool_name = 'liquibase' and m.source = 'public.databasechangelog'
         and m.checksum = l.md5sum and m.exec_type = l.exectype and m.description = l.description
       order by m.link_id`,
    );
    expect(rows.map(({ key }) => key)).toEqual(keys);
    expect(await authorsOf(db.client, commits[0]?.id ?? null)).toEqual({
      'public.orders': `${keys[0]}, ${keys[1]}`,
      'public.lines': keys[2],
    });
    // Not Liquibase's own tables, nor their parts.
    expect(await changesOf(db.client, commits[0]?.id ?? null)).toEqual([
      'added index public.lines_pkey',
      'added index public.orders_note_idx',
      'added index public.orders_pkey',
      'added table public.lines',
      'added table public.orders',
    ]);
    expect(await leftOver(db.client)).toEqual([]);
  },
);
