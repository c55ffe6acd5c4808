import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { launcher, liquibase, useDatabase } from '@pggit/testing';
import { readHistory, saidBy } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { jdbcUrl, runPggit, sqlChangelog, useProject } from './project.js';

const SETTINGS = `create table settings as
  select current_setting('work_mem') as memory, current_setting('application_name') as name;`;

for (const major of [4, 5] as const) {
  const tool = await liquibase(major);

  describe.skipIf(tool === undefined)(
    `pggit liquibase with Liquibase ${major}`,
    { timeout: 60_000 },
    () => {
      const shared = useDatabase({ per: 'file' });
      const local = useDatabase({ per: 'file' });
      const project = useProject();

      it('goes where its local properties send it, with the driver properties of the team, and says the same', async () => {
        if (tool === undefined) return;
        const write = {
          liquibase: launcher(tool),
          'log.sql': sqlChangelog(['me:1', 'create table a (id int);']),
          'driver.properties': 'ApplicationName=billing\noptions=-c work_mem=8MB',
          'liquibase.properties': [
            `url: ${jdbcUrl(shared)}`,
            'changelog-file: log.sql',
            'driverPropertiesFile: driver.properties',
            'showBanner: false',
          ].join('\n'),
          'liquibase.local.properties': `URL: ${jdbcUrl(local)} \t\n`,
        };
        for (const [file, content] of Object.entries(write)) await project.write(file, content);
        const program = join(project.directory, 'liquibase');
        await chmod(program, 0o755);

        const recorded = await runPggit(
          project,
          {},
          ...['liquibase', '--name', 'billing 12', '--program', program, '--', 'update'],
        );

        expect(saidBy(recorded)).toEqual([
          expect.stringMatching(/^recorded 'billing 12': 1 change, 1 migration/),
        ]);
        expect((await readHistory(local.client)).deployments).toMatchObject([
          { name: 'billing 12', status: 'completed', reason: null },
        ]);
        const { rows } = await local.client.query(
          'select distinct application_name from pggit.changes where deployment_id is not null',
        );
        expect(rows).toEqual([{ application_name: 'billing' }]);
        const history = await readHistory(shared.client);
        expect([history.deployments, history.links]).toEqual([[], []]);

        const status = await runPggit(
          project,
          {},
          ...['liquibase', '--program', program, '--', 'status'],
        );
        expect(status).toMatchObject({ exitCode: 0 });
        expect(status.stdout + status.stderr).not.toMatch(/pggit\.|options=/);
      });

      it.skipIf(major > 4)(
        'leaves it to its triggers where Java itself was given another',
        async () => {
          const program = join(project.directory, 'liquibase');
          await project.write('log.sql', sqlChangelog(['me:2', 'create table b (id int);']));
          const outcome = await runPggit(
            project,
            { JDK_JAVA_OPTIONS: `-Dliquibase.command.url=${jdbcUrl(shared)}` },
            ...['liquibase', '--name', 'billing 13', '--program', program, '--', 'update'],
          );
          expect(outcome).toMatchObject({ exitCode: 0 });
          expect(saidBy(outcome)[0]).toMatch(
            /^warning: nothing was recorded: the command opened no/,
          );
          expect((await readHistory(shared.client)).deployments).toMatchObject([
            { name: expect.stringMatching(/^liquibase on /), status: 'completed' },
          ]);
          expect((await readHistory(local.client)).deployments).toHaveLength(1);
        },
      );

      it.skipIf(major > 4)('goes where a file sends it with options of its own', async () => {
        const program = join(project.directory, 'liquibase');
        await project.write('log.sql', sqlChangelog(['me:3', SETTINGS]));
        const url = jdbcUrl(local).replace('?', '?options=-c%20work_mem%3D7MB&');
        await project.write('liquibase.local.properties', `url: ${url}`);
        const outcome = await runPggit(
          project,
          {},
          ...['liquibase', '--name', 'billing 14', '--program', program, '--', 'update'],
        );
        expect(saidBy(outcome)).toEqual([
          expect.stringMatching(/^recorded 'billing 14': 1 change, 1 migration/),
        ]);
        const { rows } = await local.client.query('select * from settings');
        const { deployments } = await readHistory(local.client);
        expect(rows).toEqual([{ memory: '7MB', name: `pggit:${deployments.at(-1)?.id}` }]);
        expect(deployments.at(-1)).toMatchObject({ name: 'billing 14', status: 'completed' });
      });
    },
  );
}
