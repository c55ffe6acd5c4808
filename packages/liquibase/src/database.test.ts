import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDatabase } from './database.js';

const URL = 'jdbc:postgresql://host/shop';
const TOLD = 'jdbc:postgresql://host/shop?options=x';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pggit-liquibase-'));
  await writeFile(
    join(directory, 'other.properties'),
    `liquibase.command.url=${URL}\nurl=jdbc:h2:mem\nusername=me\npassword=s3cret`,
  );
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const find = (args: string[], environment = {}) => findDatabase(args, environment, directory);

describe('findDatabase', () => {
  it.each([[['--url', URL, 'update']], [['update', `--url=${URL}`, '--count=2']]])(
    'takes the URL of the command line, and another one takes its place: %j',
    async (args) => {
      const environment = { LIQUIBASE_COMMAND_URL: 'jdbc:postgresql:else', PATH: '/bin' };
      const found = await find(args, environment);
      expect(found).toMatchObject({ url: URL, origin: '--url' });
      const launch = found?.launchWith(TOLD, {
        ...environment,
        LIQUIBASE_COMMAND_URL: TOLD,
        PGGIT_DEPLOYMENT: '1',
      });
      expect(launch).toEqual({
        args: args.map((arg) => arg.replace(URL, TOLD)),
        environment: { ...environment, PGGIT_DEPLOYMENT: '1' },
      });
    },
  );

  it('takes that of the environment, and tells the child in it', async () => {
    const found = await find(['update'], { LIQUIBASE_COMMAND_URL: URL });
    expect(found).toMatchObject({ url: URL, origin: 'LIQUIBASE_COMMAND_URL' });
    expect(found?.launchWith(TOLD, { A: '1' })).toEqual({
      args: ['update'],
      environment: { A: '1', LIQUIBASE_COMMAND_URL: TOLD },
    });
  });

  it.each([
    [['--defaults-file=other.properties', 'update'], {}],
    [['--defaultsFile', 'other.properties', 'update'], {}],
    [['update'], { LIQUIBASE_DEFAULTS_FILE: 'other.properties' }],
  ])('takes that of a properties file, with user and password: %j', async (args, environment) => {
    const found = await find(args, environment);
    expect(found).toMatchObject({ url: URL, origin: 'other.properties' });
    expect(found?.plain(URL)).toMatch(/^postgresql:\/\/me:s3cret@host:5432\/shop\?/);
    expect(found?.launchWith(TOLD, {}).environment).toEqual({ LIQUIBASE_COMMAND_URL: TOLD });
  });

  it('takes user and password from where Liquibase takes them first', async () => {
    const found = await find(['--defaults-file=other.properties', '--username=you', 'update'], {
      LIQUIBASE_COMMAND_PASSWORD: 'p/w',
    });
    expect(found?.plain(URL)).toMatch(/^postgresql:\/\/you:p%2Fw@host/);
  });

  it.each([
    [['update'], {}],
    [['--url=jdbc:h2:mem:x', 'update'], { LIQUIBASE_COMMAND_URL: URL }],
    [['--url=offline:postgresql', 'update-sql'], {}],
    [['--url'], {}],
  ])('finds nothing where there is no PostgreSQL: %j', async (args, environment) => {
    expect(await find(args, environment)).toBeUndefined();
  });
});
