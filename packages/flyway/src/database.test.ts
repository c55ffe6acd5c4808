import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDatabase } from './database.js';

const TOML = `
[environments.default]
url = "jdbc:postgresql://toml/db"
user = "me"
password = "secret"
[environments.prod]
url = "jdbc:postgresql://prod/db"
user = "deployer"
[environments.ci]
url = "\${env.CI_URL}"
user = "\${CI_USER}"
[flyway]
locations = ["filesystem:sql"]
`;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pggit-flyway-'));
  await writeFile(join(directory, 'flyway.toml'), TOML);
  await writeFile(join(directory, 'other.conf'), 'flyway.url = jdbc:postgresql://conf/db\n');
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('findDatabase', () => {
  it.each([
    [[], {}, 'jdbc:postgresql://toml/db', 'flyway.toml'],
    [['-environment=prod'], {}, 'jdbc:postgresql://prod/db', 'flyway.toml'],
    [[], { FLYWAY_ENVIRONMENT: 'prod' }, 'jdbc:postgresql://prod/db', 'flyway.toml'],
    [[], { FLYWAY_URL: 'jdbc:postgresql:env' }, 'jdbc:postgresql:env', 'FLYWAY_URL'],
    [['-url=jdbc:postgresql:a'], { FLYWAY_URL: 'x' }, 'jdbc:postgresql:a', '-url'],
    [
      ['-environment=prod', '-environments.prod.url=jdbc:postgresql:p'],
      {},
      'jdbc:postgresql:p',
      '-environments.prod.url',
    ],
    [['-configFiles=other.conf'], {}, 'jdbc:postgresql://conf/db', 'other.conf'],
    [[], { FLYWAY_CONFIG_FILES: 'other.conf' }, 'jdbc:postgresql://conf/db', 'other.conf'],
  ])('looks where Flyway does: %j %j', async (args, environment, url, origin) => {
    expect(await findDatabase(args, environment, directory)).toMatchObject({ url, origin });
  });

  it('is nothing where there is none, or another product', async () => {
    expect(await findDatabase([], {}, tmpdir())).toBeUndefined();
    expect(await findDatabase(['-url=jdbc:mysql://h/d'], {}, directory)).toBeUndefined();
  });

  it('reads the address with the credentials that Flyway has elsewhere', async () => {
    const found = await findDatabase([], {}, directory);
    expect(found?.plain(found.url)).toMatch(/^postgresql:\/\/me:secret@toml:5432\/db\?/);
    const told = { FLYWAY_USER: 'you', FLYWAY_PASSWORD: 'p' };
    const other = await findDatabase([], told, directory);
    expect(other?.plain(other.url)).toMatch(/^postgresql:\/\/you:p@toml/);
  });

  it('reads variables that the configuration names', async () => {
    const told = { CI_URL: 'jdbc:postgresql://ci/db', CI_USER: 'robot' };
    const found = await findDatabase(['-environment=ci'], told, directory);
    expect(found?.plain(found.url)).toMatch(/^postgresql:\/\/robot@ci:5432\/db/);
    expect(await findDatabase(['-environment=ci'], {}, directory)).toBeUndefined();
  });

  it('puts another URL in its place, and in no command line that had none', async () => {
    const file = await findDatabase(['migrate'], {}, directory);
    expect(file?.launchWith('jdbc:x', { A: '1', FLYWAY_URL: 'jdbc:x' })).toEqual({
      args: ['migrate'],
      environment: { A: '1', FLYWAY_URL: 'jdbc:x' },
    });
    const line = await findDatabase(['-url=jdbc:postgresql:a', 'migrate'], {}, directory);
    expect(line?.launchWith('jdbc:x', { A: '1', FLYWAY_URL: 'jdbc:x' })).toEqual({
      args: ['-url=jdbc:x', 'migrate'],
      environment: { A: '1', FLYWAY_URL: undefined },
    });
  });
});
