import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findDatabase } from './database.js';
import { parseProperties } from './properties.js';

const URL = 'jdbc:postgresql://host/shop';
const OWN = `${URL}?options=-c%20work_mem%3D8MB`;
const ID = '11111111-2222-3333-4444-555555555555';
const OURS = `-c pggit.deployment=${ID}`;
const VARIABLE = 'LIQUIBASE_COMMAND_DRIVER_PROPERTIES_FILE';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pggit-liquibase-'));
  const files = {
    'other.properties': `liquibase.command.url=${URL}\nurl=jdbc:h2:mem\nusername=me\npassword=s3cret`,
    'driver.properties': 'user = you\noptions=-c a.b\\=\\\\1\nssl=true',
    'named.properties': 'DriverPropertiesFile: driver.properties',
    'own.properties': `url=${OWN}`,
    'args.txt': `# of this team\n--url "${OWN}"\n--driver-properties-file=driver.properties`,
  };
  for (const [file, text] of Object.entries(files)) await writeFile(join(directory, file), text);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const find = (args: string[], environment = {}) => findDatabase(args, environment, directory);

describe('findDatabase', () => {
  it.each([
    [['--url', URL, 'update'], { LIQUIBASE_COMMAND_URL: 'jdbc:postgresql:else' }, '--url'],
    [['update'], { LIQUIBASE_COMMAND_URL: URL }, 'LIQUIBASE_COMMAND_URL'],
    [['--defaults-file=other.properties', 'update'], {}, 'other.properties'],
    [['--defaultsFile', 'other.properties', 'update'], {}, 'other.properties'],
    [['update'], { LIQUIBASE_DEFAULTS_FILE: 'other.properties' }, 'other.properties'],
  ])('takes the URL where Liquibase does: %j %j', async (args, environment, origin) => {
    expect(await find(args, environment)).toMatchObject({ url: URL, origin });
  });

  it('takes user and password from where Liquibase takes them first', async () => {
    const file = '--defaults-file=other.properties';
    const plain = async (...args: string[]) =>
      (await find([file, ...args], { LIQUIBASE_COMMAND_PASSWORD: 'p/w' }))?.plain(URL);
    expect((await find([file]))?.plain(URL)).toMatch(/^postgresql:\/\/me:s3cret@host:5432\/shop\?/);
    expect(await plain('--username=him')).toMatch(/^postgresql:\/\/him:p%2Fw@host/);
    expect(await plain('--driver-properties-file=driver.properties')).toMatch(/\/you:p%2Fw@host/);
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

describe('a launch in a deployment', () => {
  it.each([[['--url', URL, 'update']], [['--defaults-file=other.properties', 'update']]])(
    'leaves the URL alone, and tells the driver in a file that goes again: %j',
    async (args) => {
      const found = await find(args);
      const launch = await found?.launchIn(ID, { A: '1' });
      const path = launch?.environment[VARIABLE] ?? '';
      expect(launch).toMatchObject({ args, environment: { A: '1', [VARIABLE]: path } });
      expect(await readFile(path, 'utf8')).toBe(`options=${OURS}\n`);
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      await launch?.close();
      await expect(stat(path)).rejects.toThrow('ENOENT');
    },
  );

  it.each([
    [['--driver-properties-file=driver.properties', `--url=${URL}`], {}],
    [['--driverPropertiesFile', 'driver.properties', `--url=${URL}`], {}],
    [[`--url=${URL}`], { [VARIABLE]: 'driver.properties' }],
    [
      [`--url=${URL}`, 'update'],
      { LIQUIBASE_COMMAND_UPDATE_DRIVER_PROPERTIES_FILE: 'driver.properties' },
    ],
    [[`--url=${URL}`, '--defaults-file=named.properties'], {}],
  ])('keeps what the team tells its driver: %j %j', async (args, environment) => {
    const launch = await (await find(args, environment))?.launchIn(ID, environment);
    const all = [...(launch?.args ?? []), ...Object.values(launch?.environment ?? {})].join('\n');
    expect(all).not.toContain('=driver.properties');
    const [path = ''] = /\/.*\/driver\.properties$/m.exec(all.replace(/^--.*=/gm, '')) ?? [];
    expect(Object.fromEntries(parseProperties(await readFile(path, 'utf8')))).toEqual({
      user: 'you',
      options: `-c a.b=\\1 ${OURS}`,
      ssl: 'true',
    });
    await launch?.close();
  });

  it('gives its sessions a name where no options get through', async () => {
    for (const url of [URL, OWN]) {
      const launch = await (await find([`--url=${url}`]))?.launchIn(ID, {}, 'application name');
      expect(launch?.args).toEqual([`--url=${url}`]);
      expect(await readFile(launch?.environment[VARIABLE] ?? '', 'utf8')).toBe(
        `ApplicationName=pggit:${ID}\n`,
      );
      await launch?.close();
    }
  });

  it('leaves a file of the team that is not there to Liquibase', async () => {
    const args = [`--url=${URL}`, '--driver-properties-file=none.properties'];
    expect(await (await find(args))?.launchIn(ID, {})).toMatchObject({ args, environment: {} });
  });

  it('is told by the URL where no file can be written', async () => {
    vi.stubEnv('TMPDIR', '/nonexistent');
    const launch = await (await find([`--url=${URL}`]))?.launchIn(ID, {});
    vi.unstubAllEnvs();
    expect(launch?.args).toEqual([`--url=${URL}?options=${encodeURIComponent(OURS)}`]);
  });

  it('leaves an URL of a file alone whose options win, and gives its sessions a name', async () => {
    const args = ['--defaults-file=own.properties', '--driver-properties-file=driver.properties'];
    const launch = await (await find(args))?.launchIn(ID, {});
    const [file, driver = ''] = launch?.args ?? [];
    expect([file, launch?.environment]).toEqual([args[0], {}]);
    const path = driver.replace('--driver-properties-file=', '');
    expect(Object.fromEntries(parseProperties(await readFile(path, 'utf8')))).toEqual({
      user: 'you',
      options: '-c a.b=\\1',
      ssl: 'true',
      ApplicationName: `pggit:${ID}`,
    });
    await launch?.close();
    vi.stubEnv('TMPDIR', '/nonexistent');
    expect(await (await find(args))?.launchIn(ID, {})).toMatchObject({ args, environment: {} });
    vi.unstubAllEnvs();
  });

  it.each([
    [['--url', OWN, 'update'], {}],
    [['update'], { LIQUIBASE_COMMAND_URL: OWN }],
    [['update'], { LIQUIBASE_COMMAND_UPDATE_URL: OWN }],
    [['@args.txt', 'update'], {}],
  ])('is told by the URL where that has options, which win: %j %j', async (args, environment) => {
    const launch = await (await find(args, environment))?.launchIn(ID, environment);
    const all = [...(launch?.args ?? []), ...Object.values(launch?.environment ?? {})];
    expect(all).toContain(`${OWN}%20${encodeURIComponent(OURS)}`);
    expect(all).not.toContain(OWN);
  });
});
