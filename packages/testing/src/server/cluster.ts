import { execFile, spawn } from 'node:child_process';
import { chown, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { dataIn } from './directories.js';

const run = promisify(execFile);

/** Who and where: what every step on a cluster needs. */
export interface Cluster {
  readonly directory: string;
  readonly binaries: Binaries;
  readonly account: Account;
  readonly password: string;
}

/**
 * Settings of a server whose data nobody will miss: a crash may lose everything, a commit costs
 * no disk access. Locale, time zone and port are the same on every machine or chosen per server.
 */
const THROW_AWAY: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_wal_size: '256MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** Runs initdb: superuser `postgres` with the cluster's password, UTF-8, C locale. */
export async function initialise(cluster: Cluster): Promise<void> {
  const passwordFile = join(cluster.directory, 'password');
  await writeFile(passwordFile, cluster.password, { mode: 0o600 });
  const { uid, gid } = cluster.account;
  if (uid !== undefined && gid !== undefined) await chown(passwordFile, uid, gid);
  await run(
    cluster.binaries.initdb,
    [
      `--pgdata=${dataIn(cluster.directory)}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--no-locale',
      '--no-sync',
    ],
    processOptions(cluster),
  );
  await rm(passwordFile);
}

/** A running postmaster process. */
export interface Postmaster {
  readonly pid: number;
  hasExited(): boolean;
  /** Sends the signal and waits for the end of the process. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/**
 * Starts a postmaster in a process group of its own, so that Ctrl-C in a terminal does not reach
 * it before the connections of the run are closed. It does not keep this process alive.
 *
 * @param log open file descriptor for everything the server prints
 */
export function spawnPostmaster(
  cluster: Cluster,
  port: number,
  settings: Record<string, string>,
  log: number,
): Postmaster {
  const flags = Object.entries({ ...THROW_AWAY, ...settings, port: String(port) });
  const child = spawn(
    cluster.binaries.postgres,
    [
      '-D',
      dataIn(cluster.directory),
      ...flags.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    { ...processOptions(cluster), detached: true, stdio: ['ignore', log, log] },
  );
  child.unref();
  let hasExited = false;
  const exited = new Promise<void>((resolve) => {
    const end = (): void => {
      hasExited = true;
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  return {
    pid: child.pid ?? -1,
    hasExited: () => hasExited,
    end: async (signal) => {
      child.ref(); // or this process could end before the server has
      child.kill(signal);
      await exited;
      child.unref();
    },
  };
}

/** Waits until the postmaster accepts connections; false when it ended instead. */
export async function isReady(cluster: Cluster, postmaster: Postmaster): Promise<boolean> {
  const pidFile = join(dataIn(cluster.directory), 'postmaster.pid');
  while (!postmaster.hasExited()) {
    // First line: the pid, so that the file of an earlier postmaster does not count. Eighth: state.
    const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
    if (Number(lines[0]) === postmaster.pid && lines[7]?.trim() === 'ready') return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}

function processOptions({ account, directory }: Cluster) {
  // The caller's PG* variables and working directory mean nothing to this server, or harm it.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name)),
  );
  return { ...account, cwd: directory, env };
}
