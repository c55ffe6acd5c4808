import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launcher, useDatabase } from '@pggit/testing';
import { authorsOf, leftOver, readHistory } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { BIN, run } from '../../cli/pggit.js';
import { addressOf, flywayOf, PATIENCE, useFlywayProject } from './project.js';

const tool = await flywayOf();

describe.skipIf(tool === undefined)('commands around Flyway', { timeout: PATIENCE }, () => {
  const db = useDatabase({ per: 'test' });
  const project = useFlywayProject(tool);

  /** Flyway as a program, and the variables and configuration that it finds its database by. */
  const prepare = async () => {
    const program = join(project.directory, 'flyway');
    await writeFile(program, tool === undefined ? '' : launcher(tool));
    await chmod(program, 0o755);
    const [url = '', user = '', password = ''] = addressOf(db.url).map((arg) =>
      arg.replace(/^-\w+=/, ''),
    );
    return { program, url, user, password };
  };
  const locations = (...folders: string[]) =>
    `-locations=${folders.map((name) => `filesystem:${join(project.directory, name)}`).join(',')}`;

  it('pggit flyway reads the URL of the configuration, and keeps options that it has', async () => {
    const { program, url, user, password } = await prepare();
    const option = 'options=-c%20work_mem%3D5MB';
    await writeFile(
      join(project.directory, 'flyway.conf'),
      `flyway.url=${url}?${option}\nflyway.user=${user}\nflyway.password=${password}\nflyway.initSql=set shop.name = 'mine'\n`,
    );
    await project.addCallbacks();
    await project.write({
      'V1__a.sql': 'create table a (id int);',
      'V2__b.sql': 'create table b (id int);',
      'V3__setting.sql': `create table c as
        select current_setting('pggit.deployment') as deployment, current_setting('work_mem') as memory,
          current_setting('shop.name') as shop;`,
    });

    const { exitCode, stdout, stderr } = await run(
      ['flyway', '--tag', 'billing', '--program', program, '--']
        .concat(`-configFiles=${join(project.directory, 'flyway.conf')}`)
        .concat('-group=true', locations('sql', 'pggit'), 'migrate'),
    );

    expect(exitCode, stdout + stderr).toBe(0);
    expect(stderr).toMatch(/^pggit: recorded 'flyway migrate': 3 changes, 3 migrations, commit /);
    const { deployments, commits } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'completed' }]);
    expect(commits).toMatchObject([{ tags: ['billing'] }]);
    expect(await authorsOf(db.client, commits[0]?.id ?? null)).toEqual({
      'public.a': '1',
      'public.b': '2',
      'public.c': '3',
    });
    const { rows } = await db.client.query('select * from c');
    expect(rows).toEqual([{ deployment: deployments[0]?.id, memory: '5MB', shop: 'mine' }]);
    expect(stdout).not.toContain('pggit.deployment');
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('pggit flyway leaves the URL and the properties of the environment as they are', async () => {
    const { program, url, user, password } = await prepare();
    await writeFile(
      join(project.directory, 'flyway.toml'),
      `[environments]
      default = { url = "jdbc:postgresql://nowhere.invalid/db" }
      prod = { url = '''${url}''', user = "${user}", password = '${password}', jdbcProperties = { ApplicationName = "mine" } }
      `,
    );
    await project.write({
      'V1__settings.sql': `create table settings as
        select current_setting('pggit.deployment') as deployment, current_setting('application_name') as name;`,
    });

    const { exitCode, stdout, stderr } = await run(
      ['flyway', '--program', program, '--'].concat(
        ...[
          `-workingDirectory=${project.directory}`,
          '-environment=prod',
          '-installedBy=a b',
          locations('sql'),
          'migrate',
        ],
      ),
    );

    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).not.toContain('pggit.deployment');
    expect(stderr).toMatch(/^pggit: recorded 'flyway migrate': 1 change, 1 migration, commit /m);
    const [deployment] = (await readHistory(db.client)).deployments;
    const { rows } = await db.client.query('select deployment, name from settings');
    expect(rows).toEqual([{ deployment: deployment?.id, name: 'mine' }]);
  });

  it('pggit run records it without callbacks, where FLYWAY_URL tells it the deployment', async () => {
    const { program, url, user, password } = await prepare();
    await project.write({
      'V1__a.sql': 'create table a (id int);',
      'V2__b.sql': 'create table b (id int);',
    });

    const { exitCode, stdout, stderr } = await run(
      ['run', '--url-env', 'FLYWAY_URL', '--', program, locations('sql'), 'migrate'],
      {
        env: {
          PGGIT_DATABASE_URL: db.url,
          FLYWAY_URL: url,
          FLYWAY_USER: user,
          FLYWAY_PASSWORD: password,
        },
      },
    );

    expect(exitCode, stdout + stderr).toBe(0);
    const { deployments, commits, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'completed' }]);
    expect(links.map(({ key, commit }) => [key, commit])).toEqual([
      ['1', commits[0]?.id],
      ['2', commits[0]?.id],
    ]);
    expect(await authorsOf(db.client, commits[0]?.id ?? null)).toEqual({
      'public.a': '1',
      'public.b': '2',
    });
  });

  it('a script may end the deployment in the place of the SQL', async () => {
    await project.addCallbacks();
    const folder = join(project.directory, 'scripts');
    await mkdir(folder);
    for (const event of ['afterMigrateApplied', 'afterMigrateError']) {
      await rm(join(project.directory, 'pggit', `${event}__pggit.sql`));
      const script = `#!/bin/sh\nexec '${process.execPath}' '${BIN}' flyway callback ${event}\n`;
      await writeFile(join(folder, `${event}__pggit.sh`), script);
      await chmod(join(folder, `${event}__pggit.sh`), 0o755);
    }
    await project.write({
      'V1__a.sql': 'create table a (id int);',
      'V2__bad.sql': 'select 1 / 0;',
    });
    const where = locations('sql', 'pggit', 'scripts');

    const good = await project.run(db.url, 'migrate', where, '-target=1');
    const completed = (await readHistory(db.client)).deployments;
    await project.write({ 'V1.5__b.sql': 'create table b (id int);' });
    const failed = await project.run(db.url, 'migrate', where);

    expect(good.exitCode, good.output).toBe(0);
    expect(completed).toMatchObject([{ status: 'completed' }]);
    expect(failed.exitCode, failed.output).not.toBe(0);
    expect((await readHistory(db.client)).deployments.at(-1)).toMatchObject({ status: 'failed' });
  });
});
