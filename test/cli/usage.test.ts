import { readFileSync } from 'node:fs';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import definition from '../../packages/cli/cli-definition.json' with { type: 'json' };
import { run, variables } from './pggit.js';

const COMMANDS = definition.commands.map(({ name }) => name);
/** Commands that need none: a folder is all they work on, other commands are below them, or a tool has its own. */
const WITHOUT_DATABASE = [
  ...['flyway', 'flyway init', 'flyway callback'],
  ...['liquibase', 'liquibase init'],
];
const NO_DATABASE = /^error: no database is given\nhint: pass --url postgres:/;

describe('the command line', () => {
  it('prints help on stderr and ends with 2 where no command is given', async () => {
    const { exitCode, stdout, stderr } = await run([]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: pggit \[options\] \[command\]/);
  });

  it.each([['--help'], ['-h'], ['help']])('prints help on stdout with %s', async (flag) => {
    const { exitCode, stdout, stderr } = await run([flag]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    for (const command of COMMANDS.filter((name) => !name.includes(' ')))
      expect(stdout).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
    expect(stdout).toMatch(/\nEnvironment:\n {2}PGGIT_DATABASE_URL/);
    expect(stdout).toMatch(/\nExit codes:\n(.*\n)*? {2}5 {2}/);
  });

  it.each(COMMANDS)(
    'help of %s has an example, exit codes and the common options',
    async (command) => {
      const { exitCode, stdout, stderr } = await run([...command.split(' '), '--help']);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toMatch(new RegExp(`^Usage: pggit ${command}`));
      expect(stdout).toMatch(new RegExp(`\nExamples:\n  \\$ pggit ${command}`));
      expect(stdout).toMatch(/\nExit codes:\n {2}0 {2}/);
      for (const option of ['--url', '--json', '--verbose']) expect(stdout).toContain(option);
    },
  );

  it('prints the version', async () => {
    const file = new URL('../../packages/cli/package.json', import.meta.url);
    const { version } = JSON.parse(readFileSync(file, 'utf8'));
    expect(await run(['--version'])).toEqual({ exitCode: 0, stdout: version, stderr: '' });
  });

  it.each([
    [['lgo'], "unknown command 'lgo'\n(Did you mean log?)", 'see pggit --help'],
    [
      ['log', '--onelin'],
      "unknown option '--onelin'\n(Did you mean --oneline?)",
      'see pggit log --help',
    ],
    [['log', 'a', 'b'], 'too many arguments', 'see pggit log --help'],
    [['log', '--limit', '0'], 'It must be a whole number above 0.', 'see pggit log --help'],
    [['log', '--limit', 'ten'], 'It must be a whole number above 0.', 'see pggit log --help'],
    [['log', '--limit'], 'argument missing', 'see pggit log --help'],
    [['link'], 'needs the number of a migration, or --backfill', 'see pggit link --help'],
    [['link', '12', '--backfill'], 'takes no number', 'see pggit link --help'],
    [['link', '--backfill', '--tool', 'knex'], 'no --tool', 'see pggit link --help'],
    [['link', '12', '--dry-run'], 'belong to --backfill', 'see pggit link --help'],
    [['link', 'V12'], "'V12' is not the number of a migration", 'see pggit link --help'],
  ])('ends with 2 on %j', async (args, message, hint) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^error: /);
    expect(stderr).toContain(message);
    expect(stderr).toMatch(new RegExp(`\nhint: ${hint}$`));
  });

  const withDatabase = COMMANDS.filter((name) => !WITHOUT_DATABASE.includes(name));
  it.each(withDatabase)('%s ends with 2 where no database is given', async (command) => {
    const rest =
      {
        run: ['--', 'echo', 'ran'],
        link: ['--backfill'],
        explain: ['t'],
        function: ['f()'],
        compare: ['postgres://x/y'],
        snapshot: ['folder'],
      }[command] ?? [];
    const { exitCode, stdout, stderr } = await run([...command.split(' '), ...rest]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(NO_DATABASE);
  });

  it.each([
    [['--url', 'shop'], {}, '--url is not a PostgreSQL URL'],
    [['--url', ''], {}, '--url is not a PostgreSQL URL'],
    [['--url', 'mysql://root@localhost/shop'], {}, '--url is not a PostgreSQL URL'],
    [
      [],
      { DATABASE_URL: 'postgres://user:a/b@host:1/shop' },
      'DATABASE_URL is not a PostgreSQL URL',
    ],
  ])('ends with 2 on an address that is none: %j %j', async (args, env, message) => {
    const { exitCode, stderr } = await run(['log', ...args], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('the database', () => {
  const db = useDatabase();
  const dead = 'postgres://nobody@127.0.0.1:1/nowhere';
  const log = (args: string[], env: Record<string, string>) => run(['log', ...args], { env });

  it('is --url before all, in front of the command and behind it', async () => {
    const env = { PGGIT_DATABASE_URL: dead, DATABASE_URL: dead, PGPORT: '1' };
    expect(await log(['--url', db.url], env)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await run(['--url', db.url, 'log'], { env })).toMatchObject({ exitCode: 0 });
  });

  it('is PGGIT_DATABASE_URL before DATABASE_URL', async () => {
    const env = { PGGIT_DATABASE_URL: db.url, DATABASE_URL: dead };
    expect(await log([], env)).toMatchObject({ exitCode: 0, stderr: '' });
    const swapped = { PGGIT_DATABASE_URL: dead, DATABASE_URL: db.url };
    expect((await log([], swapped)).stderr).toContain('(PGGIT_DATABASE_URL)');
  });

  it('is DATABASE_URL before the PG* variables; an empty variable is none', async () => {
    const env = { PGGIT_DATABASE_URL: '', DATABASE_URL: db.url, PGHOST: '127.0.0.1', PGPORT: '1' };
    expect(await log([], env)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('is in the PG* variables where there is no URL', async () => {
    const env = variables(db.url);
    expect(await log([], env)).toMatchObject({ exitCode: 0, stderr: '' });
    const refused = await log([], { ...env, PGPORT: '1' });
    expect(refused.stderr).toContain('(the PG* variables)');
  });

  it('takes the password from PGPASSWORD where the URL has none', async () => {
    const url = new URL(db.url);
    const env = { PGPASSWORD: decodeURIComponent(url.password) };
    url.password = '';
    expect(await log(['--url', url.href], env)).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
