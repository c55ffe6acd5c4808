import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { launcher, liquibase, useDatabase } from '@pggit/testing';
import { authorsOf, leftOver, readHistory } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { runLiquibase, runPggit, settingsFor, sqlChangelog, useProject } from './project.js';

const tool = await liquibase(5);

describe.skipIf(tool === undefined)('Liquibase 5', { timeout: 60_000 }, () => {
  const db = useDatabase();
  const project = useProject();

  it('is recorded as Liquibase 4 is: alone, up to date, failing through pggit, and taken back', async () => {
    if (tool === undefined) return;
    await project.write('liquibase', launcher(tool));
    await chmod(join(project.directory, 'liquibase'), 0o755);
    const changesets = [
      ['me:1', 'create table a (id int);', '--rollback drop table a;'],
      ['me:2', 'alter table a add note text;', '--rollback alter table a drop note;'],
    ] as const;
    const settings = settingsFor(db, 'log.sql');
    const alone = (...args: string[]) => runLiquibase(tool, project, settings, ...args);
    await project.write('log.sql', sqlChangelog(...changesets));

    expect(await alone('update')).toMatchObject({ exitCode: 0 });
    expect(await alone('update')).toMatchObject({ exitCode: 0 });
    const first = await readHistory(db.client);
    expect(first.deployments).toMatchObject([
      {
        status: 'completed',
        reason: 'outcome not confirmed: the lock is released after a failure as well',
      },
    ]);
    expect(await authorsOf(db.client, first.commits[0]?.id ?? null)).toEqual({
      'public.a': 'log.sql::1::me, log.sql::2::me',
    });

    await project.write(
      'log.sql',
      sqlChangelog(...changesets, ['me:3', 'create table b (id int);'], ['me:4', 'select 1/0;']),
    );
    const program = ['--program', './liquibase', '--'];
    expect((await runPggit(project, settings, 'liquibase', ...program, 'update')).exitCode).toBe(1);
    expect(await alone('rollback-count', '--count=1')).not.toMatchObject({ exitCode: 0 });
    await project.write(
      'log.sql',
      sqlChangelog(...changesets, ['me:3', 'create table b (id int);', '--rollback drop table b;']),
    );
    expect(await alone('rollback-count', '--count=1')).toMatchObject({ exitCode: 0 });

    const { deployments, links } = await readHistory(db.client);
    expect(deployments.map(({ status }) => status)).toEqual(['completed', 'failed', 'completed']);
    expect(links.map(({ key, direction, reverted }) => [key, direction, reverted])).toEqual([
      ['log.sql::1::me', 'up', false],
      ['log.sql::2::me', 'up', false],
      ['log.sql::3::me', 'up', true],
      ['log.sql::3::me', 'down', false],
    ]);
    expect(await leftOver(db.client)).toEqual([]);
  });
});
