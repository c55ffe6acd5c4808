import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { npm, ROOT } from './tarballs.js';

const CACHE = join(ROOT, 'node_modules', '.cache', 'pggit-node');

/**
 * The program of a version of Node. npm has it: the package `node` is a script that installs the
 * package of the platform, which is taken directly here. It is kept until node_modules goes.
 *
 * @throws Error when npm has no such version for this platform, or cannot be reached
 */
export async function nodeBinary(version: string): Promise<string> {
  if (process.versions.node === version) return process.execPath;
  const name = packageOfPlatform();
  const directory = join(CACHE, version);
  const binary = join(directory, 'node_modules', name, 'bin', 'node');
  if (!existsSync(binary)) {
    await mkdir(CACHE, { recursive: true });
    // Elsewhere first: an installation that was broken off must not look like a whole one.
    const unfinished = await mkdtemp(`${directory}-`);
    await writeFile(join(unfinished, 'package.json'), '{"private":true}');
    await npm(['install', '--no-save', `${name}@${version}`], unfinished);
    await rm(directory, { recursive: true, force: true });
    await rename(unfinished, directory);
  }
  return binary;
}

/** The folder to put first in PATH. */
export const folderOf = (binary: string): string => dirname(binary);

function packageOfPlatform(): string {
  const system = platform() === 'win32' ? 'win' : platform();
  const name = `${system}-${arch()}`;
  return name === 'darwin-arm64' ? `node-bin-${name}` : `node-${name}`;
}
