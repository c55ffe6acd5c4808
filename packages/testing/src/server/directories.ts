import { chown, mkdtemp, readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, reachableByOthers } from './account.js';

/** What a server needs on disk is in directories named `<prefix><pid of its owner>-<random>`. */
const PREFIX = 'pggit-postgres-';
const KEPT = 'kept';
const MEMORY = '/dev/shm';
const GIGABYTE = 2 ** 30;

/** The paths inside a server's directory. */
export const dataIn = (directory: string): string => join(directory, 'data');
export const logIn = (directory: string): string => join(directory, 'postgres.log');

/** Makes the directory for the data and the log of a server, owned by `account`. */
export async function createDataDirectory(account: Account, onDisk = false): Promise<string> {
  const parent = !onDisk && (await hasRoomInMemory()) ? MEMORY : await temporaryDirectory(account);
  return createDirectory(parent, account);
}

/** Makes a directory that programs can be run from, which memory does not always allow. */
export async function createProgramDirectory(account: Account): Promise<string> {
  return createDirectory(await temporaryDirectory(account), account);
}

/** Says that a directory is meant to outlive its owner for as long as the postmaster runs. */
export async function markKept(directory: string, postmasterPid: number): Promise<void> {
  await writeFile(join(directory, KEPT), String(postmasterPid));
}

/**
 * Removes what runs that are gone have left behind. A postmaster that still runs there notices the
 * loss of its directory and ends by itself; its pid may belong to somebody else by now, so nothing
 * is killed from here.
 */
export async function removeStaleDirectories(account: Account): Promise<void> {
  const parents = new Set([MEMORY, await temporaryDirectory(account)]);
  for (const parent of parents) {
    const names = await readdir(parent).catch(() => []); // there is no /dev/shm outside of Linux
    for (const name of names.filter((candidate) => candidate.startsWith(PREFIX))) {
      const owner = Number.parseInt(name.slice(PREFIX.length), 10);
      const directory = join(parent, name);
      const keeper = await pidIn(join(directory, KEPT));
      if (isAlive(owner) || (keeper !== undefined && isAlive(keeper))) continue;
      // A directory of another account's run cannot be removed: it is that account's to clean up.
      await rm(directory, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

/** The pid of the postmaster that runs on the data in `directory`, or `undefined`. */
export async function postmasterPid(directory: string): Promise<number | undefined> {
  return pidIn(join(dataIn(directory), 'postmaster.pid'));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function pidIn(file: string): Promise<number | undefined> {
  const pid = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  return Number.isNaN(pid) ? undefined : pid;
}

async function createDirectory(parent: string, account: Account): Promise<string> {
  const directory = await mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
  if (account.uid !== undefined && account.gid !== undefined) {
    await chown(directory, account.uid, account.gid);
  }
  return directory;
}

/**
 * A database is some 300 files, and on disks the making of files can take ten times as long as in
 * memory. Containers often have a /dev/shm of a few megabytes, or a limit on memory: those do
 * without.
 */
async function hasRoomInMemory(): Promise<boolean> {
  const space = await statfs(MEMORY).catch(() => undefined);
  if (space === undefined) return false;
  return space.bavail * space.bsize > 2 * GIGABYTE && process.availableMemory() > 4 * GIGABYTE;
}

/** The temporary directory of the system, or /tmp where an account of its own cannot get there. */
async function temporaryDirectory(account: Account): Promise<string> {
  if (account.uid === undefined || (await reachableByOthers(tmpdir()))) return tmpdir();
  return '/tmp';
}
