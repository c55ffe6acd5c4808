import { pggit } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { failing, nameOf, table, writeMigrations } from './migrations.js';
import { type Project, useProject } from './project.js';
import { appliedIn, heldLocks, readHistory } from './readback.js';
import { VERSIONS } from './versions.js';

const TABLES = { orders: table('orders'), lines: table('lines'), customers: table('customers') };

type Bin = Parameters<Project['bin']>[0];

const runIn = (project: Project, url: string, bin: Bin, args: string[], env = {}) =>
  execa(project.bin(bin), args, {
    cwd: project.directory,
    // node-pg-migrate loads dotenv where there is one, which greets each time in other words.
    env: { DATABASE_URL: url, DOTENV_CONFIG_QUIET: 'true', ...env },
    reject: false,
  });

describe.each(VERSIONS)('pggit-node-pg-migrate over $version', (version) => {
  const project = useProject(version);

  it.each([
    [['--help'], 0],
    [['--version'], 0],
    [[], 1],
    [['sideways'], 1],
  ])('%j answers as the stock CLI does and asks no database', async (args, exitCode) => {
    const unreachable = 'postgres://nobody@127.0.0.1:1/nowhere';

    const [stock, recorded] = await Promise.all([
      runIn(project, unreachable, 'node-pg-migrate', args),
      runIn(project, unreachable, 'pggit-node-pg-migrate', args),
    ]);

    expect([recorded.exitCode, stock.exitCode]).toEqual([exitCode, exitCode]);
    const usage = (text: string) => text.replace(/^Usage: \S+/m, 'Usage:');
    expect(usage(recorded.stdout).startsWith(usage(stock.stdout))).toBe(true);
    expect(usage(recorded.stderr)).toBe(usage(stock.stderr));
  });
});

describe.each(VERSIONS)('pggit-node-pg-migrate over $version, in a database,', (version) => {
  const project = useProject(version);
  const db = useDatabase({ per: 'test' });

  const run = (bin: Bin, args: string[], env = {}) => runIn(project, db.url, bin, args, env);
  const ours = (args: string[], env = {}) => run('pggit-node-pg-migrate', args, env);
  const pggitLines = (stderr: string) =>
    stderr.split('\n').filter((line) => line.startsWith('pggit: '));

  it('up, down N and redo are one deployment each', async () => {
    const dir = await writeMigrations(project.directory, TABLES);
    const at = ['-m', dir];

    const up = await ours(['up', ...at]);
    const down = await ours(['down', '2', ...at]);
    const upOne = await ours(['up', '1', ...at]);
    const redo = await ours(['redo', ...at]);

    expect([up, down, upOne, redo].map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0]);
    const { deployments, commits, links } = await readHistory(db.client);
    expect(deployments.map(({ name, status }) => [name, status])).toEqual([
      ['node-pg-migrate up', 'completed'],
      ['node-pg-migrate down', 'completed'],
      ['node-pg-migrate up', 'completed'],
      ['node-pg-migrate redo', 'completed'],
    ]);
    expect(commits).toHaveLength(4);
    const redone = links.filter(
      ({ key, direction }) => key === nameOf(1, 'lines') && direction === 'up',
    );
    expect(redone.map(({ run, reverted }) => [run, reverted])).toEqual([
      [1, true],
      [2, true],
      [3, false],
    ]);
    expect(pggitLines(redo.stderr)).toEqual([
      expect.stringMatching(/^pggit: recorded 'node-pg-migrate redo': /),
    ]);
  });

  it('a redo that fails on its way up is one failed deployment', async () => {
    const dir = await writeMigrations(project.directory, { orders: table('orders') });
    await ours(['up', '-m', dir]);
    const folder = dir.slice(project.directory.length);
    await writeMigrations(
      project.directory,
      { orders: { up: failing('orders').up, down: "pgm.dropTable('orders')" } },
      folder,
    );

    const redo = await ours(['redo', '-m', dir]);

    expect(redo.exitCode).toBe(1);
    expect((await readHistory(db.client)).deployments).toMatchObject([
      { name: 'node-pg-migrate up', status: 'completed' },
      { name: 'node-pg-migrate redo', status: 'failed' },
    ]);
    expect(await heldLocks(db.client)).toBe(0);
  });

  it('a failing run keeps the exit code and the output of the stock CLI', async () => {
    const dir = await writeMigrations(project.directory, { bad: failing('bad') });
    const args = ['up', '-m', dir, '--no-single-transaction'];

    const stock = await run('node-pg-migrate', args);
    const recorded = await ours(args);

    expect(recorded.exitCode).toBe(stock.exitCode);
    expect(recorded.stdout).toBe(stock.stdout);
    expect(recorded.stderr).toContain('division by zero');
    expect((await readHistory(db.client)).deployments).toEqual([]);
  });

  it('--dry-run and create leave no deployment', async () => {
    const dir = await writeMigrations(project.directory, TABLES);

    const dry = await ours(['up', '--dry-run', '-m', dir]);
    const created = await ours(['create', 'returns', '-j', 'js', '-m', dir]);

    expect([dry.exitCode, created.exitCode]).toEqual([0, 0]);
    expect(created.stdout).toMatch(/Created migration -- .*returns\.js/);
    expect([...pggitLines(dry.stderr), ...pggitLines(created.stderr)]).toEqual([]);
    expect((await readHistory(db.client)).deployments).toEqual([]);
  });

  it('takes its own flags and leaves the rest to the stock CLI', async () => {
    const dir = await writeMigrations(project.directory, TABLES);

    const { exitCode } = await ours([
      '--pggit-name',
      'release 12',
      'up',
      '2',
      '--pggit-tags=shop,v12',
      '-m',
      dir,
      '--pggit-message=Orders and lines',
      '--pggit-required',
    ]);

    expect(exitCode).toBe(0);
    expect(await appliedIn(db.client)).toHaveLength(2);
    const { deployments, commits } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ name: 'release 12' }]);
    expect(commits).toMatchObject([{ message: 'Orders and lines', tags: ['shop', 'v12'] }]);
  });

  it('takes its options from the environment, and a flag wins', async () => {
    const dir = await writeMigrations(project.directory, TABLES);
    const env = { PGGIT_NAME: 'nightly', PGGIT_MESSAGE: 'From the environment' };

    await ours(['up', '-m', dir, '--pggit-name=release 12'], env);
    await ours(['down', '-m', dir], { PGGIT_ENABLED: 'false' });

    const { deployments, commits } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ name: 'release 12' }]);
    expect(commits[0]).toMatchObject({ message: 'From the environment' });
  });

  it('refuses an option it does not understand before anything runs', async () => {
    const dir = await writeMigrations(project.directory, TABLES);

    const { exitCode, stderr } = await ours(['up', '-m', dir], { PGGIT_REQUIRED: 'perhaps' });

    expect(exitCode).toBe(1);
    expect(stderr).toContain("PGGIT_REQUIRED cannot be 'perhaps': it takes true or false");
    const { rows } = await db.client.query("select to_regclass('public.pgmigrations') as history");
    expect(rows).toEqual([{ history: null }]);
  });

  it('--pggit-required fails where pggit is not installed', async () => {
    const dir = await writeMigrations(project.directory, TABLES);
    await db.client.query('drop schema pggit cascade');

    const { exitCode, stderr } = await ours(['up', '-m', dir, '--pggit-required']);

    expect(exitCode).toBe(1);
    expect(stderr).toContain('pggit is not installed in this database');
  });

  it('joins the deployment its environment hands it, a redo too', async () => {
    const dir = await writeMigrations(project.directory, TABLES);
    const engine = pggit(db.client);
    const id = await engine.beginDeployment('release 12');
    const env = { PGOPTIONS: `-c pggit.deployment=${id}` };

    const up = await ours(['up', '-m', dir], env);
    const redo = await ours(['redo', '-m', dir], env);
    await engine.endDeployment();

    expect([up.exitCode, redo.exitCode]).toEqual([0, 0]);
    expect([...pggitLines(up.stderr), ...pggitLines(redo.stderr)]).toEqual([]);
    const { deployments, commits, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ name: 'release 12', status: 'completed' }]);
    expect(new Set(links.map(({ commit }) => commit))).toEqual(new Set([commits[0]?.id]));
  });

  it('works as a hook of the stock CLI', async () => {
    const dir = await writeMigrations(project.directory, TABLES);
    const env = { NODE_OPTIONS: '--import @pggit/node-pg-migrate/register', PGGIT_NAME: 'hooked' };

    const up = await run('node-pg-migrate', ['up', '-m', dir], env);
    const redo = await run('node-pg-migrate', ['redo', '-m', dir], env);

    expect([up.exitCode, redo.exitCode]).toEqual([0, 0]);
    expect(pggitLines(up.stderr)).toEqual([expect.stringMatching(/^pggit: recorded 'hooked': /)]);
    expect((await readHistory(db.client)).deployments).toMatchObject([
      { name: 'hooked', status: 'completed' },
      { name: 'hooked', status: 'completed' },
    ]);
  });
});
