import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BIN, environment } from './pggit.js';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pggit-init-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const pggit = (...args: string[]) =>
  execa(process.execPath, [BIN, 'flyway', ...args], {
    cwd: directory,
    env: environment({}),
    extendEnv: false,
    reject: false,
  });

const FILES = [
  'afterEachMigrate__pggit.sql',
  'afterMigrateApplied__pggit.sql',
  'afterMigrateError__pggit.sql',
  'beforeEachMigrate__pggit.sql',
];

describe('pggit flyway init', () => {
  it('names its own help where it is told no folder', async () => {
    const { exitCode, stderr } = await pggit('init');
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('see pggit flyway init --help'),
    ]);
  });

  it('writes four callbacks, each saying what it does, and the line to add', async () => {
    const { exitCode, stdout } = await pggit('init', '--dir', 'db/pggit/');

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^wrote db\/pggit\/beforeEachMigrate__pggit\.sql$/m);
    expect(stdout).toContain('-locations=filesystem:sql,filesystem:db/pggit');
    expect((await readdir(join(directory, 'db/pggit'))).sort()).toEqual(FILES);
    for (const file of FILES) {
      const text = await readFile(join(directory, 'db/pggit', file), 'utf8');
      expect(text).toMatch(
        /^-- Written by `pggit flyway init`.*\n-- [A-Z].*[.:].*\ndo \$pggit\$\n/,
      );
      // Flyway would leave the placeholder behind it as it is.
      expect(text).not.toContain('$${');
    }
  });

  it('changes nothing the second time, and replaces what an older pggit wrote', async () => {
    await pggit('init', '--dir', 'cb');
    expect((await pggit('init', '--dir', 'cb', '--check')).exitCode).toBe(0);
    expect((await pggit('init', '--dir', 'cb')).stdout).not.toMatch(/wrote|replaced/);

    await writeFile(join(directory, 'cb', FILES[0] ?? ''), '-- Written by `pggit flyway init`\n');
    const check = await pggit('init', '--dir', 'cb', '--check', '--json');
    expect(check.exitCode).toBe(4);
    expect(JSON.parse(check.stdout).callbacks).toContainEqual({
      file: `cb/${FILES[0]}`,
      action: 'replaced',
    });
    expect((await pggit('init', '--dir', 'cb')).stdout).toContain(`replaced cb/${FILES[0]}`);
    expect((await pggit('init', '--dir', 'cb', '--check')).exitCode).toBe(0);
  });

  it('writes a callback that refreshes where it is asked to, and takes it away again', async () => {
    const file = 'cb/afterMigrateApplied__pggit_refresh.sql';
    expect((await pggit('init', '--dir', 'cb', '--refresh', 'affected')).stdout).toContain(
      `wrote ${file}`,
    );
    expect(await readFile(join(directory, file), 'utf8')).toMatch(/pggit\.flyway_refresh\(\);$/m);
    const check = (...flags: string[]) => pggit('init', '--dir', 'cb', '--check', ...flags);
    expect((await check('--refresh', 'affected')).exitCode).toBe(0);
    const unwanted = await check();
    expect([unwanted.exitCode, unwanted.stdout]).toEqual([
      4,
      expect.stringContaining(`not asked for ${file}`),
    ]);

    expect((await pggit('init', '--dir', 'cb')).stdout).toContain(`removed ${file}`);
    expect((await readdir(join(directory, 'cb'))).sort()).toEqual(FILES);
    await writeFile(join(directory, file), 'select 1;\n');
    expect((await pggit('init', '--dir', 'cb')).stdout).not.toContain('removed');
    expect((await pggit('init', '--dir', 'cb', '--refresh', 'affected')).exitCode).toBe(1);
    expect(await readFile(join(directory, file), 'utf8')).toBe('select 1;\n');

    const { exitCode, stderr } = await pggit('init', '--dir', 'cb', '--refresh', 'query.a');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('of your own for views')]);
  });

  it('replaces no file of somebody else, and then writes none at all', async () => {
    await writeFile(join(directory, 'afterMigrateError__pggit.sql'), 'select 1;\n');

    const { exitCode, stderr } = await pggit('init', '--dir', '.');

    expect(exitCode).toBe(1);
    expect(stderr).toContain('afterMigrateError__pggit.sql was not written by pggit flyway init');
    expect(await readdir(directory)).toEqual(['afterMigrateError__pggit.sql']);
  });

  it.each([
    [
      'flyway.toml',
      '[flyway]\nlocations = ["filesystem:a", "classpath:b"]\n',
      'locations = ["filesystem:a", "classpath:b", "filesystem:cb"]',
    ],
    [
      'flyway.conf',
      'flyway.locations=filesystem:a\n',
      'flyway.locations=filesystem:a,filesystem:cb',
    ],
    [
      'flyway.conf',
      'flyway.locations=filesystem:a,\\\n  filesystem:b\n',
      'flyway.locations=filesystem:a,filesystem:b,filesystem:cb',
    ],
    [
      'flyway.toml',
      '[flyway]\nlocations = ["filesystem:a"]\ncallbackLocations = ["filesystem:c"]\n',
      'callbackLocations = ["filesystem:c", "filesystem:cb"]',
    ],
    [
      'flyway.toml',
      '[environments.x]\nurl = "jdbc:postgresql:x"\n',
      'locations = ["filesystem:sql", "filesystem:cb"]',
    ],
  ])('prints the line as %s has it', async (file, text, line) => {
    await writeFile(join(directory, file), text);
    const { stdout } = await pggit('init', '--dir', 'cb');
    expect(stdout).toContain(`put into ${file}:\n  ${line}`);
    expect(JSON.parse((await pggit('init', '--dir', 'cb', '--json')).stdout)).toMatchObject({
      configuration: line,
    });
  });

  it.each(['cb', './a/cb', 'a'])(
    'prints none where the configuration has the folder, or one around it: %s',
    async (dir) => {
      await writeFile(
        join(directory, 'flyway.conf'),
        'flyway.locations=filesystem:a/,filesystem:cb',
      );
      const { stdout } = await pggit('init', '--dir', dir, '--json');
      expect(JSON.parse(stdout).configuration).toBeNull();
    },
  );

  it('refuses a folder that Flyway would take for two', async () => {
    const { exitCode, stderr } = await pggit('init', '--dir', 'a,b');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('a comma');
    expect(await readdir(directory)).toEqual([]);
  });

  it('says that the callbacks need placeholders where they are switched off', async () => {
    await writeFile(join(directory, 'flyway.toml'), 'flyway.placeholderReplacement = false');
    const { exitCode, stderr } = await pggit('init', '--dir', 'cb');
    expect(exitCode).toBe(0);
    expect(stderr).toContain('flyway.toml switches placeholderReplacement off');
  });

  it('writes placeholders as the configuration has them', async () => {
    await writeFile(join(directory, 'flyway.toml'), '[flyway]\nplaceholderPrefix = "#["\n');
    await pggit('init', '--dir', 'cb', '--placeholder-suffix', ']');
    expect(await readFile(join(directory, 'cb', FILES[3] ?? ''), 'utf8')).toContain(
      "'#[flyway:table]'",
    );
  });
});

describe('pggit flyway', () => {
  it.each([{ args: [] }, { args: ['--', '-X'] }])(
    'says nothing where Flyway is given no command: $args',
    async ({ args }) => {
      expect(await pggit('--program', 'true', ...args)).toMatchObject({ exitCode: 0, stderr: '' });
    },
  );

  it('says which file it cannot read, and lets Flyway go on', async () => {
    await writeFile(join(directory, 'flyway.toml'), `environments.default.url = "\${vault.url}"`);
    await writeFile(join(directory, 'migrate'), 'console.log("migrated")');
    const { exitCode, stderr, stdout } = await pggit(
      '--program',
      process.execPath,
      '--',
      'migrate',
    );
    expect(stderr).toContain('this run is not recorded: pggit cannot read url in flyway.toml');
    expect(stderr).toContain(
      'with the callbacks of pggit flyway init the run is recorded all the same',
    );
    expect([exitCode, stdout]).toEqual([0, 'migrated']);
  });
});

describe('pggit flyway callback', () => {
  it('refuses the events at which a script cannot do it', async () => {
    const { exitCode, stderr } = await pggit('callback', 'beforeEachMigrate');
    expect(exitCode).toBe(2);
    expect(stderr).toContain("a script cannot do what pggit needs at 'beforeEachMigrate'");
  });

  it('says that it is for Flyway to call', async () => {
    const { exitCode, stderr } = await pggit('callback', 'afterMigrateError');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('FLYWAY_URL is not set');
  });
});
