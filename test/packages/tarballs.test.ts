import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useDatabase } from '@pggit/testing';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeBinary } from './node-binary.js';
import { installProject, type Project } from './project.js';
import { npm, PACKAGES, packInto, ROOT, type Tarball } from './tarballs.js';

/** The oldest Node that is supported, and the newest long-term release. */
const NODES = ['20.19.0', '24.21.0'];

/** What a published package is made of; maps hold their sources. */
const PUBLISHED =
  /^(package\.json|README\.md|LICENSE|cli-definition\.json|dist\/.*\.(js|js\.map|d\.ts))$/;

/** Every module that a project may import, JSON and what only changes the process left out. */
const MODULES = PACKAGES.flatMap(({ name, exports = {} }) =>
  Object.keys(exports)
    .filter((path) => !path.endsWith('.json') && path !== './register')
    .map((path) => join(name, path)),
);

let directory: string;
let tarballs: ReadonlyMap<string, Tarball>;
let project: Project;

beforeAll(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'pggit-packages-')));
  tarballs = await packInto(directory);
  const home = await mkdtemp(join(directory, 'shop-'));
  project = await installProject(home, [...tarballs.values()]);
}, 180_000);
afterAll(() => rm(directory, { recursive: true, force: true }));

describe.each(PACKAGES)('the tarball of $name', ({ name, license, engines }) => {
  it('holds what was built, a README and the licence, and nothing else', () => {
    const files = tarballs.get(name)?.files ?? [];
    expect(files).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'package.json']));
    expect(files.filter((file) => !PUBLISHED.test(file) || /\.test\./.test(file))).toEqual([]);
    expect({ license, engines }).toEqual({ license: 'MIT', engines: { node: '>=20.19' } });
  });
});

describe('an empty project with the tarballs', () => {
  it('sees the types, without skipping any', async () => {
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const { all } = await execa(
      process.execPath,
      [tsc, '--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext', 'types.ts'],
      { cwd: project.directory, all: true, reject: false },
    );
    expect(all).toBe('');
  });
});

describe('an empty project with what the README packs', () => {
  it('has all that the pggit command needs', async () => {
    const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
    const packed = [...readme.matchAll(/--workspace=(@pggit\/[\w-]+)/g)].map(([, name]) => name);
    const files = packed.map((name = '') => tarballs.get(name)?.path ?? name);
    const home = await mkdtemp(join(directory, 'readme-'));
    await writeFile(join(home, 'package.json'), '{"name":"readme","private":true}');
    // What is not among them is nowhere to be had yet.
    await npm(['install', ...files], home);

    const { stdout } = await execa(join(home, 'node_modules', '.bin', 'pggit'), [
      'liquibase',
      '--help',
    ]);
    expect(stdout).toContain('Usage: pggit liquibase');
    expect(packed).toHaveLength(5);
  }, 60_000);
});

describe.each(NODES)('an empty project with the tarballs, on Node %s', (version) => {
  const db = useDatabase({ engine: false });
  let node: string | undefined;
  let reason = '';

  beforeAll(async () => {
    node = await nodeBinary(version).catch((error: Error) => {
      // Without a network there may be no other Node to be had. CI has to have it.
      if (process.env.CI !== undefined) throw error;
      reason = `Node ${version} is not to be had: ${error.message}`;
      console.error(reason);
      return undefined;
    });
  }, 180_000);

  it('imports and requires every module', async ({ skip }) => {
    if (node === undefined) return skip(reason);
    expect(await project.run(node, 'node', ['--version'])).toBe(`v${version}`);
    const imported = JSON.parse(await project.run(node, 'node', ['import.mjs', ...MODULES]));
    const required = JSON.parse(await project.run(node, 'node', ['require.cjs', ...MODULES]));
    expect(imported).toHaveLength(MODULES.length);
    for (const [index, names] of imported.entries()) {
      expect(names.length, MODULES[index]).toBeGreaterThan(0);
      expect(required[index], MODULES[index]).toEqual(expect.arrayContaining(names));
    }
  });

  it('installs pggit, migrates by command and in code, and reads the log', async ({ skip }) => {
    if (node === undefined) return skip(reason);
    const run = (command: string, ...args: string[]) =>
      project.run(node as string, command, args, db.url);

    await run('pggit', 'install');
    await run('pggit-node-pg-migrate', 'up', '1', '--pggit-name', 'by command');
    expect(await run('node', 'migrate.mjs')).toContain('2_total');
    await run('node', 'umzug.mjs');
    await run('pggit', 'status');

    const commits = JSON.parse(await run('pggit', 'log', '--json'));
    expect(
      commits.map((commit: Record<string, unknown>) => [
        commit.deploymentName,
        commit.changes,
        commit.migrations,
      ]),
    ).toEqual([
      ['with umzug', 1, 1],
      ['in code', 1, 1],
      ['by command', expect.any(Number), 1],
      [null, expect.any(Number), 0],
    ]);
  });
});
