import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { wheelPrograms } from './wheel.js';

const run = promisify(execFile);

/** Where Debian and its kin keep the programs of each major; those on PATH are wrappers. */
const DEBIAN = '/usr/lib/postgresql';

/**
 * The folder of a pg_dump, pg_restore and psql that can dump a server of `major`: the one that
 * PGGIT_TEST_PG_TOOLS names, else one of this machine, else one fetched from the package index.
 *
 * @throws Error that says why there is none
 */
export async function findPrograms(major: number): Promise<string> {
  const named = process.env.PGGIT_TEST_PG_TOOLS;
  if (named) {
    const version = await majorOf(named);
    if (version !== undefined && version >= major) return named;
    throw new Error(
      version === undefined
        ? `PGGIT_TEST_PG_TOOLS is "${named}", a folder without pg_dump, pg_restore and psql`
        : `PGGIT_TEST_PG_TOOLS is of PostgreSQL ${version}, which cannot dump a server of ${major}`,
    );
  }
  for (const folder of await foldersOfMachine()) {
    const version = await majorOf(folder);
    if (version !== undefined && version >= major) return folder;
  }
  const fetched = await wheelPrograms();
  if ((await majorOf(fetched)) === undefined) {
    throw new Error(`the programs in ${fetched} do not run on this machine`);
  }
  return fetched;
}

async function foldersOfMachine(): Promise<string[]> {
  const majors = await readdir(DEBIAN).catch(() => []);
  const newestFirst = majors.sort((one, other) => Number(other) - Number(one));
  return [
    ...newestFirst.map((major) => join(DEBIAN, major, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== ''),
  ];
}

/** `undefined` when a program is missing or does not run. */
async function majorOf(folder: string): Promise<number | undefined> {
  try {
    const outputs = await Promise.all(
      ['pg_dump', 'pg_restore', 'psql'].map((name) => run(join(folder, name), ['--version'])),
    );
    return Math.min(...outputs.map(({ stdout }) => Number(/ (\d+)\./.exec(stdout)?.[1])));
  } catch {
    return undefined;
  }
}
