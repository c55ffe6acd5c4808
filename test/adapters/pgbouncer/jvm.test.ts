import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { launcher, liquibase, useDatabase } from '@pggit/testing';
import { readHistory } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { run } from '../../cli/pggit.js';
import { flywayOf, PATIENCE, useFlywayProject } from '../flyway/project.js';
import { jdbcUrl, settingsFor, sqlChangelog, useProject } from '../liquibase/project.js';
import { program as pooler, SESSION, TRANSACTION, usePooler } from './pooler.js';

const tools = { flyway: await flywayOf(), liquibase: await liquibase() };

/** A PgBouncer of this version lets names through, and refuses options or drops them. */
const LABELS = ['--name', 'release 12', '--tag', 'v12', '--required'];

describe.skipIf(pooler === undefined)('through PgBouncer', { timeout: PATIENCE }, () => {
  const db = useDatabase({ per: 'test' });
  const pooled = usePooler(db);

  const expectRecorded = async ({ stderr }: { stderr: string }) => {
    expect(stderr).toMatch(
      /^pggit: recorded 'release 12': 1 change, 1 migration, commit [^\n]*\n?$/m,
    );
    expect(stderr).not.toContain('pggit: warning');
    const { deployments, commits, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ name: 'release 12', status: 'completed' }]);
    expect(commits).toMatchObject([{ tags: ['v12'] }]);
    expect(links).toMatchObject([{ commit: commits[0]?.id, deployment: deployments[0]?.id }]);
    await pooled.expectClean();
  };

  it('leaves an URL alone that refuses options, where nobody can tell what else it does', async () => {
    const url = jdbcUrl({ url: await pooled.start(SESSION) }).replace(/\?.*/, '');
    const { stdout, stderr, exitCode } = await run(
      ['run', '--url-env', 'URL', '--', process.execPath, '-p', 'process.env.URL'],
      { env: { URL: url, PGGIT_DATABASE_URL: db.url } },
    );
    expect([exitCode, stdout]).toEqual([0, url]);
    expect(stderr).toMatch(
      /^pggit: warning: sessions cannot join over URL: .+ unsupported startup parameter: options/,
    );
  });

  it('says what the callbacks still record where sessions are shared, and runs nothing if required', async () => {
    const FLYWAY_URL = jdbcUrl({ url: await pooled.start(TRANSACTION) });
    const flyway = (...flags: string[]) =>
      run(['flyway', ...flags, '--program', 'true', '--', 'migrate'], { env: { FLYWAY_URL } });
    const alone = await flyway();
    expect([alone.exitCode, alone.stderr]).toEqual([
      0,
      expect.stringMatching(
        /^pggit: warning: name and labels given here are lost, and without the callbacks of .+ gives its sessions away/,
      ),
    ]);
    expect((await flyway('--required')).exitCode).toBe(125);
  });

  describe.skipIf(tools.flyway === undefined)('Flyway', () => {
    const project = useFlywayProject(tools.flyway);

    it.each([
      ['pggit flyway', (program: string) => ['flyway', ...LABELS, '--program', program, '--']],
      [
        'pggit run',
        (program: string) => ['run', ...LABELS, '--url-env', 'FLYWAY_URL', '--', program],
      ],
    ])('joins the deployment of %s by the name of its sessions', async (_, command) => {
      const url = jdbcUrl({ url: await pooled.start(SESSION) });
      const program = join(project.directory, 'flyway');
      await project.write({
        '../flyway': tools.flyway === undefined ? '' : launcher(tools.flyway),
        'V1__a.sql': 'create table a (id int);',
      });
      await chmod(program, 0o755);
      await project.addCallbacks();
      const folders = ['sql', 'pggit'].map((name) => `filesystem:${join(project.directory, name)}`);

      const outcome = await run(
        [...command(program), `-locations=${folders.join(',')}`, 'migrate'],
        {
          env: { FLYWAY_URL: url },
        },
      );

      expect(outcome.exitCode, outcome.stdout + outcome.stderr).toBe(0);
      await expectRecorded(outcome);
    });
  });

  describe.skipIf(tools.liquibase === undefined)('Liquibase', () => {
    const project = useProject();

    it('joins the deployment of pggit liquibase by the name of its sessions', async () => {
      const url = await pooled.start(SESSION);
      const program = join(project.directory, 'liquibase');
      await project.write(
        'liquibase',
        tools.liquibase === undefined ? '' : launcher(tools.liquibase),
      );
      await chmod(program, 0o755);
      await project.write('log.sql', sqlChangelog(['me:1', 'create table a (id int);']));

      const outcome = await run(['liquibase', ...LABELS, '--program', program, '--', 'update'], {
        env: {
          ...settingsFor({ url }, 'log.sql'),
          LIQUIBASE_SEARCH_PATH: project.directory,
        },
      });

      expect(outcome.exitCode, outcome.stdout + outcome.stderr).toBe(0);
      await expectRecorded(outcome);
    });
  });
});
