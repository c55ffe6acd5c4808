import { access, chown, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, reachableByOthers } from './account.js';

/** Everything of one server lives in one directory: `<prefix><pid of its owner>-<random>`. */
const PREFIX = 'pggit-postgres-';
const KEPT = 'kept';

/** The paths inside a server's directory. */
export const dataIn = (directory: string): string => join(directory, 'data');
export const logIn = (directory: string): string => join(directory, 'postgres.log');

/** Makes a new server directory which belongs to `account`. */
export async function createServerDirectory(account: Account): Promise<string> {
  const directory = await mkdtemp(
    join(await temporaryDirectory(account), `${PREFIX}${process.pid}-`),
  );
  if (account.uid !== undefined && account.gid !== undefined) {
    await chown(directory, account.uid, account.gid);
  }
  return directory;
}

/** Says that the server in `directory` is meant to outlive the process which started it. */
export async function markKept(directory: string): Promise<void> {
  await writeFile(join(directory, KEPT), '');
}

/**
 * Removes what runs that are gone have left behind. A postmaster that still runs there notices the
 * loss of its directory and ends by itself; its pid may belong to somebody else by now, so nothing
 * is killed from here.
 */
export async function removeStaleServerDirectories(account: Account): Promise<void> {
  const parent = await temporaryDirectory(account);
  const names = (await readdir(parent)).filter((name) => name.startsWith(PREFIX));
  await Promise.all(
    names.map(async (name) => {
      const directory = join(parent, name);
      const owner = Number.parseInt(name.slice(PREFIX.length), 10);
      if (isAlive(owner) || (await isKeptAndRunning(directory))) return;
      // A directory of another account's run cannot be removed: it is that account's to clean up.
      await rm(directory, { recursive: true, force: true }).catch(() => undefined);
    }),
  );
}

/** The process id a postmaster wrote to its data directory, or `undefined` when none runs there. */
export async function postmasterPid(directory: string): Promise<number | undefined> {
  const content = await readFile(join(dataIn(directory), 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(content, 10);
  return Number.isNaN(pid) ? undefined : pid;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function isKeptAndRunning(directory: string): Promise<boolean> {
  const kept = await access(join(directory, KEPT)).then(
    () => true,
    () => false,
  );
  const pid = await postmasterPid(directory);
  return kept && pid !== undefined && isAlive(pid);
}

/** The temporary directory of the system, or /tmp where an account of its own cannot get there. */
async function temporaryDirectory(account: Account): Promise<string> {
  if (account.uid === undefined || (await reachableByOthers(tmpdir()))) return tmpdir();
  return '/tmp';
}
