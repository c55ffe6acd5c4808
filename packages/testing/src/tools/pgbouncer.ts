import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { reachableByOthers, serverAccount } from '../server/account.js';
import { freePort } from '../server/free-port.js';
import { skipped } from './skipped.js';

const run = promisify(execFile);

/** Where Debian and its kin keep it, which is not on everybody's PATH. */
const SYSTEM = '/usr/sbin';

/** How long it may take to listen. */
const PATIENCE = 5000;

/** When a client gives its server session back. */
export type PoolMode = 'session' | 'transaction' | 'statement';

export interface PgBouncerOptions {
  readonly mode: PoolMode;
  /** Settings as in the section `[pgbouncer]` of its file. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A PgBouncer that runs. */
export interface PgBouncer {
  /** The URL it was started for, through it. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts PgBouncers of one program. */
export interface PgBouncerProgram {
  readonly version: string;
  /** @param url of the database behind it; its role is the only one that gets in */
  start(url: string, options: PgBouncerOptions): Promise<PgBouncer>;
}

/**
 * PgBouncer, to be awaited at the top of a test file whose tests skip without it. It is looked for
 * where PGGIT_TEST_PGBOUNCER says, on PATH and in /usr/sbin. Where there is none, one line on stderr
 * says so.
 *
 * @throws Error when there is none in CI, where a test must not disappear unseen
 */
export async function pgBouncer(): Promise<PgBouncerProgram | undefined> {
  const named = process.env.PGGIT_TEST_PGBOUNCER;
  const folders = [...(process.env.PATH ?? '').split(delimiter), SYSTEM];
  const candidates = named ? [named] : folders.map((folder) => join(folder, 'pgbouncer'));
  for (const program of candidates) {
    const version = await versionOf(program);
    if (version !== undefined) {
      return { version, start: (url, options) => start(program, url, options) };
    }
  }
  const message = named
    ? `PGGIT_TEST_PGBOUNCER is "${named}", which is no pgbouncer that runs`
    : 'no pgbouncer on this machine: install its package, or name the program in PGGIT_TEST_PGBOUNCER';
  return skipped(message);
}

async function versionOf(program: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(program, ['--version']);
    return /^PgBouncer (\S+)/i.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

async function start(
  program: string,
  url: string,
  options: PgBouncerOptions,
  attempts = 3,
): Promise<PgBouncer> {
  // It does not run as root either, and that account has to read its files.
  const account = await serverAccount();
  const isReachable = account.uid === undefined || (await reachableByOthers(tmpdir()));
  const directory = await mkdtemp(join(isReachable ? tmpdir() : '/tmp', 'pggit-pgbouncer-'));
  const port = await freePort();
  const files = {
    'users.txt': userLine(url),
    'pgbouncer.ini': configuration(url, port, directory, options),
    log: '',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  if (account.uid !== undefined && account.gid !== undefined) {
    for (const name of ['', ...Object.keys(files)]) {
      await chown(join(directory, name), account.uid, account.gid);
    }
  }
  // The shell ends it when its input closes, which happens however this process ends. Killed, because
  // what the other signals mean differs between versions, and most of them wait for the clients.
  const child = spawn(
    'sh',
    ['-c', '"$1" "$2" >log 2>&1 & read -r _; kill -KILL $!; wait', 'sh', program, 'pgbouncer.ini'],
    { ...account, cwd: directory, stdio: ['pipe', 'ignore', 'ignore'], detached: true },
  );
  const closed = once(child, 'close');
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await closed;
    await rm(directory, { recursive: true, force: true });
  };
  const failure = await whyNotListening(port, join(directory, 'log'));
  if (failure !== undefined) {
    await stop();
    // Somebody else has taken the port meanwhile.
    if (attempts > 1 && /cannot listen/.test(failure)) {
      return start(program, url, options, attempts - 1);
    }
    throw new Error(`pgbouncer does not listen on port ${port}:\n${failure}`);
  }
  const through = new URL(url);
  through.host = `127.0.0.1:${port}`;
  return { url: through.href, stop };
}

function userLine(url: string): string {
  const { username, password } = new URL(url);
  const quoted = [username, password].map((part) => decodeURIComponent(part).replaceAll('"', '""'));
  return quoted.map((part) => `"${part}"`).join(' ');
}

function configuration(
  url: string,
  port: number,
  directory: string,
  { mode, settings = {} }: PgBouncerOptions,
): string {
  const { hostname, port: behind } = new URL(url);
  const all: Record<string, string> = {
    listen_addr: '127.0.0.1',
    listen_port: String(port),
    unix_socket_dir: '',
    auth_type: 'scram-sha-256',
    auth_file: join(directory, 'users.txt'),
    pool_mode: mode,
    ...settings,
  };
  return [
    '[databases]',
    `* = host=${hostname} port=${behind || '5432'}`,
    '[pgbouncer]',
    ...Object.entries(all).map(([name, value]) => `${name} = ${value}`),
    '',
  ].join('\n');
}

/** Waits until it says that it listens; else what it has said. */
async function whyNotListening(port: number, log: string): Promise<string | undefined> {
  const end = Date.now() + PATIENCE;
  let said = '';
  while (Date.now() < end && !/FATAL/.test(said)) {
    said = await readFile(log, 'utf8');
    if (said.includes(`listening on 127.0.0.1:${port}`)) return undefined;
    await sleep(10);
  }
  return said;
}
