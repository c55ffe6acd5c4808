import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Runner } from '@pggit/node-pg-migrate';
import { afterAll, beforeAll } from 'vitest';
import type { Version } from './versions.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * A project of a user who installed one version of node-pg-migrate and the adapter beside it, laid
 * out as npm does. The adapter is a copy, so that its `import 'node-pg-migrate'` finds this
 * project's version and nothing else.
 */
export interface Project {
  readonly directory: string;
  /** `runner` of `@pggit/node-pg-migrate`, as this project imports it. */
  readonly runner: Runner;
  /** The same, from the module's default export. */
  readonly defaultRunner: Runner;
  /** The runner of the installed node-pg-migrate itself. */
  readonly stock: Runner;
  /** A file of `node_modules/.bin`. */
  bin(name: 'node-pg-migrate' | 'pggit-node-pg-migrate'): string;
}

/** The project of a describe or file; usable inside tests. */
export function useProject({ alias }: Version): Project {
  let directory = '';
  let adapter: { runner: Runner; default: Runner };
  let stock: Runner;

  beforeAll(async () => {
    directory = await realpath(await mkdtemp(join(tmpdir(), 'pggit-npm-')));
    await installInto(directory, alias);
    adapter = await import(fileIn(directory, '@pggit/node-pg-migrate/dist/index.js'));
    const tool = await import(alias);
    stock = tool.runner ?? tool.default.default ?? tool.default;
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  return {
    get directory() {
      return directory;
    },
    get runner() {
      return adapter.runner;
    },
    get defaultRunner() {
      return adapter.default;
    },
    get stock() {
      return stock;
    },
    bin: (name) => join(directory, 'node_modules/.bin', name),
  };
}

async function installInto(directory: string, alias: string): Promise<void> {
  const modules = join(directory, 'node_modules');
  await mkdir(join(modules, '@pggit'), { recursive: true });
  await mkdir(join(modules, '.bin'));
  await writeFile(join(directory, 'package.json'), '{"name":"shop","private":true}');
  for (const [name, target] of [
    ['node-pg-migrate', join(ROOT, 'node_modules', alias)],
    ['pg', join(ROOT, 'node_modules/pg')],
    ['@pggit/core', join(ROOT, 'packages/core')],
  ] as const) {
    await symlink(await realpath(target), join(modules, name));
  }
  const adapter = join(ROOT, 'packages/node-pg-migrate');
  for (const part of ['dist', 'package.json']) {
    await cp(join(adapter, part), join(modules, '@pggit/node-pg-migrate', part), {
      recursive: true,
    });
  }
  for (const name of ['node-pg-migrate', '@pggit/node-pg-migrate']) await linkBins(modules, name);
}

async function linkBins(modules: string, name: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(modules, name, 'package.json'), 'utf8'));
  for (const [command, file] of Object.entries<string>(manifest.bin)) {
    const target = join(modules, name, file);
    await chmod(target, 0o755);
    await symlink(target, join(modules, '.bin', command));
  }
}

function fileIn(directory: string, path: string): string {
  return pathToFileURL(join(directory, 'node_modules', path)).href;
}
