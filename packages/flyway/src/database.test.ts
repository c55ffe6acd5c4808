import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCommand } from './database.js';

const TOML = `
[environments.default]
url = "jdbc:postgresql://toml/db"
user = "me"
password = "secret"
[environments]
prod = { url = "jdbc:postgresql://prod/db", user = "deployer" }
[environments.ci]
url = """\${env.CI_URL}"""
user = "\${CI_USER}"
initSql = """
[environments.prod]
url = "jdbc:postgresql://text/db"
"""
[environments.vault]
url = "jdbc:postgresql://vault/db"
password = "\${vault.password}"
[environments.own]
url = "jdbc:postgresql://own/db"
jdbcProperties = { ApplicationName = "app", options = "-c work_mem=7MB" }
[flyway]
locations = ["filesystem:sql"]
`;
const CONF = `
flyway.url = jdbc:postgresql://conf:\${PORT}/db
flyway.user=a\\b
`;
const ID = '11111111-2222-3333-4444-555555555555';
const OURS = `-c pggit.deployment=${ID}`;
const VARIABLE = 'FLYWAY_JDBC_PROPERTIES_OPTIONS';

let root: string;
let directory: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pggit-flyway-'));
  directory = join(root, 'project');
  await write({ 'project/flyway.toml': TOML, 'project/other.conf': CONF });
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
}

const read = (args: string[] = [], environment = {}) =>
  readCommand(args, environment, directory, {
    installation: join(root, 'flyway-12'),
    home: join(root, 'home'),
  });
const find = async (...given: Parameters<typeof read>) => (await read(...given)).database();

describe('the database of a command line', () => {
  it.each([
    [[], {}, 'jdbc:postgresql://toml/db', 'flyway.toml'],
    [['-environment=prod'], {}, 'jdbc:postgresql://prod/db', 'flyway.toml'],
    [[], { FLYWAY_ENVIRONMENT: 'prod' }, 'jdbc:postgresql://toml/db', 'flyway.toml'],
    [[], { FLYWAY_URL: 'jdbc:postgresql:env' }, 'jdbc:postgresql:env', 'FLYWAY_URL'],
    [['-url=jdbc:postgresql:a'], { FLYWAY_URL: 'x' }, 'jdbc:postgresql:a', '-url'],
    [
      ['-environment=prod', '-environments.prod.url=jdbc:postgresql:p'],
      {},
      'jdbc:postgresql:p',
      '-environments.prod.url',
    ],
    [['-configFiles=other.conf'], { PORT: '99' }, 'jdbc:postgresql://conf:99/db', 'other.conf'],
    [
      [],
      { FLYWAY_CONFIG_FILES: 'other.conf', PORT: '1' },
      'jdbc:postgresql://conf:1/db',
      'other.conf',
    ],
  ])('is found where Flyway finds it: %j %j', async (args, environment, url, origin) => {
    expect(await find(args, environment)).toMatchObject({ url, origin });
  });

  it('is nothing where there is none, or another product', async () => {
    expect(await find(['-url=jdbc:mysql://h/d'])).toBeUndefined();
    await rm(join(directory, 'flyway.toml'));
    expect(await find()).toBeUndefined();
  });

  it.each([
    ['toml', (host: string) => `[environments.default]\nurl = "jdbc:postgresql:${host}"\n`],
    ['conf', (host: string) => `flyway.url=jdbc:postgresql:${host}\n`],
  ])(
    'is that of the nearest flyway.%s, and conf is that of the installation',
    async (end, text) => {
      await rm(join(directory, 'flyway.toml'));
      await write({ [`project/conf/flyway.${end}`]: text('not_read') });
      expect(await find()).toBeUndefined();
      await write({ [`flyway-12/conf/flyway.${end}`]: text('installed') });
      expect(await find()).toMatchObject({ url: 'jdbc:postgresql:installed' });
      await write({ [`home/flyway.${end}`]: text('home') });
      expect(await find()).toMatchObject({ url: 'jdbc:postgresql:home' });
      await write({ [`project/flyway.${end}`]: text('project') });
      expect(await find()).toMatchObject({ url: 'jdbc:postgresql:project' });
      await write({ [`project/below/flyway.${end}`]: text('below') });
      expect(await find(['-workingDirectory=below'])).toMatchObject({
        url: 'jdbc:postgresql:below',
      });
    },
  );

  it('is that of TOML where there is TOML and properties, and of flyway.user.toml before it', async () => {
    await write({ 'project/flyway.conf': 'flyway.url=jdbc:postgresql:conf' });
    expect(await find()).toMatchObject({ url: 'jdbc:postgresql://toml/db' });
    await write({
      'project/flyway.user.toml': 'environments.default.url = "jdbc:postgresql:mine"',
    });
    expect(await find()).toMatchObject({ url: 'jdbc:postgresql:mine', origin: 'flyway.user.toml' });
  });

  it('is read with the credentials that Flyway has elsewhere', async () => {
    const found = await find();
    expect(found?.plain(found.url)).toMatch(/^postgresql:\/\/me:secret@toml:5432\/db\?/);
    const other = await find([], { FLYWAY_USER: 'you', FLYWAY_PASSWORD: 'p' });
    expect(other?.plain(other.url)).toMatch(/^postgresql:\/\/you:p@toml/);
    const conf = await find(['-configFiles=other.conf'], { PORT: '1' });
    expect(conf?.plain(conf.url)).toMatch(/^postgresql:\/\/a%5Cb@conf/);
  });

  it('is read with the variables that the configuration names', async () => {
    const told = { CI_URL: 'jdbc:postgresql://ci/db', CI_USER: 'robot' };
    const found = await find(['-environment=ci'], told);
    expect(found?.plain(found.url)).toMatch(/^postgresql:\/\/robot@ci:5432\/db/);
  });

  it('says what only Flyway can read', async () => {
    await expect(find(['-environment=ci'])).rejects.toThrow('pggit cannot read url in flyway.toml');
    await expect(find(['-environment=vault'])).rejects.toThrow(
      'pggit cannot read password in flyway.toml',
    );
    expect(await find(['-environment=vault', '-password=p'])).toBeDefined();
    await write({ 'project/flyway.toml': '[environments' });
    await expect(find()).rejects.toThrow('pggit cannot read flyway.toml');
    expect(await find(['-url=jdbc:postgresql:a', '-user=b', '-password=c'])).toBeDefined();
  });
});

describe('the launch of a run in a deployment', () => {
  it.each([
    [['migrate'], {}],
    [['-url=jdbc:postgresql:a', 'migrate'], {}],
    [['-url=jdbc:mysql:a', 'migrate'], {}],
    [['-environment=prod', 'migrate'], {}],
    [['-environment=vault', 'migrate'], {}],
    [['migrate'], { FLYWAY_URL: 'jdbc:postgresql:a' }],
  ])('leaves the URL alone: %j %j', async (args, environment) => {
    expect((await read(args, environment)).launchIn(ID, environment)).toEqual({
      args,
      environment: { ...environment, [VARIABLE]: OURS },
    });
  });

  it('keeps settings that the properties of the driver have', async () => {
    const args = ['-environment=own', 'migrate'];
    expect((await read(args)).launchIn(ID, {})).toEqual({
      args,
      environment: { [VARIABLE]: `-c work_mem=7MB ${OURS}` },
    });
    for (const variable of [VARIABLE, 'FLYWAY_JDBC_PROPERTIES_options']) {
      const told = { [variable]: '-c work_mem=8MB' };
      expect((await read(args, told)).launchIn(ID, told)).toEqual({
        args,
        environment: { [variable]: `-c work_mem=8MB ${OURS}` },
      });
    }
    for (const name of ['jdbcProperties', 'environments.own.jdbcProperties']) {
      const line = ['-environment=own', `-${name}.options=-c a.b=c`];
      expect((await read(line)).launchIn(ID, {})).toEqual({
        args: ['-environment=own', `-${name}.options=-c a.b=c ${OURS}`],
        environment: {},
      });
    }
  });

  it('leaves an URL alone whose options count more than those properties: its sessions say it first', async () => {
    const url = 'jdbc:postgresql:a?options=-c%20a.b%3Dc';
    const ours = `set pggit.deployment = '${ID}'`;
    const toml = (more: string) =>
      write({ 'project/flyway.toml': `[environments.default]\nurl = "${url}"\n${more}` });
    expect((await read([`-url=${url}`])).launchIn(ID, {})).toEqual({
      args: [`-url=${url}`],
      environment: { FLYWAY_INIT_SQL: ours },
    });
    const environment = { FLYWAY_URL: url, FLYWAY_INIT_SQL: 'set a.b = 1' };
    expect((await read([], environment)).launchIn(ID, environment)).toEqual({
      args: [],
      environment: { FLYWAY_URL: url, FLYWAY_INIT_SQL: `${ours};\nset a.b = 1` },
    });
    await toml("initSql = 'set role owner'");
    expect((await read()).launchIn(ID, {})).toEqual({
      args: [],
      environment: { FLYWAY_INIT_SQL: `${ours};\nset role owner` },
    });
    const args = ['-initSql=set role other', 'migrate'];
    expect((await read(args)).launchIn(ID, {})).toEqual({
      args: [`-initSql=${ours};\nset role other`, 'migrate'],
      environment: {},
    });
    const named = `set application_name = 'pggit:${ID}'`;
    expect((await read(args)).launchIn(ID, {}, 'application name')).toEqual({
      args: [`-initSql=${named};\nset role other`, 'migrate'],
      environment: {},
    });
    await toml(`initSql = "set role \${vault.role}"`);
    expect((await read()).launchIn(ID, {})).toEqual({ args: [], environment: {} });
  });
});
