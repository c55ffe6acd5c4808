import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Account, reachableByOthers, serverAccount } from './account.js';
import {
  type Binaries,
  copyBinaries,
  DEFAULT_MAJOR,
  findBinaries,
  type Major,
} from './binaries.js';
import { type Cluster, initialise, isReady, type Postmaster, spawnPostmaster } from './cluster.js';
import {
  createDataDirectory,
  createProgramDirectory,
  dataIn,
  logIn,
  markKept,
  removeStaleDirectories,
} from './directories.js';
import { freePort } from './free-port.js';
import type { TestServer } from './test-server.js';
import { databaseUrl } from './url.js';

export interface EmbeddedServerOptions {
  /** PostgreSQL major; 17 when not given. */
  readonly major?: Major;
  /** TCP port on 127.0.0.1; a free one when not given. */
  readonly port?: number;
  /** Server settings as for `postgres -c`, over the defaults for throw-away data. */
  readonly settings?: Record<string, string>;
  /** The data is on the disk of the temporary directory, even where memory has room for it. */
  readonly onDisk?: boolean;
  /** The server and its data stay when this process ends. */
  readonly keep?: boolean;
  /** Programs of another installation of `major`, for extensions that the embedded ones lack. */
  readonly binaries?: Binaries;
}

export type StopMode = 'smart' | 'fast' | 'immediate';

const SIGNALS: Record<StopMode, NodeJS.Signals> = {
  smart: 'SIGTERM',
  fast: 'SIGINT',
  immediate: 'SIGQUIT',
};

/** A server that cannot start: the last lines of its log are in the message. */
export class ServerStartError extends Error {
  override readonly name = 'ServerStartError';
}

/**
 * A PostgreSQL server with an empty cluster of its own, on 127.0.0.1, with a random password. It
 * ends, and its data is removed, when this process ends in whatever way, unless it is kept.
 *
 * @throws ServerStartError when PostgreSQL does not come up
 */
export async function startEmbeddedServer(
  options: EmbeddedServerOptions = {},
): Promise<EmbeddedServer> {
  const account = await serverAccount();
  await removeStaleDirectories(account);
  const major = options.major ?? DEFAULT_MAJOR;
  const directory = await createDataDirectory(account, options.onDisk);
  const programs = await reachablePrograms(
    options.binaries ?? (await findBinaries(major)),
    account,
  );
  const directories = [directory, ...programs.directories];
  const guard = options.keep ? undefined : startGuard(directories);
  const { binaries } = programs;
  const password = randomBytes(12).toString('hex');
  const cluster: Cluster = { directory, binaries, account, password };
  await initialise(cluster);
  const server = new EmbeddedServer(cluster, major, options, directories, guard);
  await server.start();
  return server;
}

/** Made by {@link startEmbeddedServer}. Can be stopped and started again on the same port. */
export class EmbeddedServer implements TestServer {
  readonly major: Major;
  readonly stays: boolean;
  readonly #cluster: Cluster;
  readonly #options: EmbeddedServerOptions;
  readonly #directories: readonly string[];
  readonly #guard: ChildProcess | undefined;
  #port: number | undefined;
  #postmaster: Postmaster | undefined;

  constructor(
    cluster: Cluster,
    major: Major,
    options: EmbeddedServerOptions,
    directories: readonly string[],
    guard: ChildProcess | undefined,
  ) {
    this.#cluster = cluster;
    this.major = major;
    this.#options = options;
    this.stays = options.keep ?? false;
    this.#directories = directories;
    this.#guard = guard;
    this.#port = options.port;
  }

  /** Where the server's data is. */
  get dataDirectory(): string {
    return dataIn(this.#cluster.directory);
  }

  /** The URL of database `postgres`, for the superuser. */
  get url(): string {
    return databaseUrl({
      user: 'postgres',
      password: this.#cluster.password,
      port: this.port,
      database: 'postgres',
    });
  }

  get port(): number {
    if (this.#port === undefined) throw new Error('the server has not been started yet');
    return this.#port;
  }

  /** Process id of the postmaster; undefined while the server is stopped. */
  get pid(): number | undefined {
    return this.#postmaster?.pid;
  }

  async start(): Promise<void> {
    if (this.#postmaster !== undefined) return;
    // A port that was free a moment ago can be taken by now, but hardly five times in a row.
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const port = this.#port ?? (await freePort());
      const postmaster = await this.#launch(port);
      if (postmaster !== undefined) {
        this.#port = port;
        this.#postmaster = postmaster;
        if (this.stays) await this.#markKept(postmaster.pid);
        return;
      }
      if (this.#port !== undefined) break;
    }
    throw new ServerStartError(await this.#lastWords());
  }

  /** Stops the server as `pg_ctl stop -m` does. `immediate` looks like a crash to its clients. */
  async stop(mode: StopMode = 'fast'): Promise<void> {
    const postmaster = this.#postmaster;
    if (postmaster === undefined) return;
    this.#postmaster = undefined;
    await postmaster.end(SIGNALS[mode]);
  }

  async restart(mode: StopMode = 'fast'): Promise<void> {
    await this.stop(mode);
    await this.start();
  }

  /** Stops the server and removes its data; a kept server goes on. */
  async dispose(): Promise<void> {
    if (this.stays) return;
    await this.stop('immediate');
    for (const directory of this.#directories) {
      await rm(directory, { recursive: true, force: true });
    }
    this.#guard?.stdin?.end();
  }

  async #launch(port: number): Promise<Postmaster | undefined> {
    const log = openSync(logIn(this.#cluster.directory), 'a');
    try {
      const settings = this.#options.settings ?? {};
      const postmaster = spawnPostmaster(this.#cluster, port, settings, log);
      return (await isReady(this.#cluster, postmaster)) ? postmaster : undefined;
    } finally {
      closeSync(log);
    }
  }

  async #markKept(pid: number): Promise<void> {
    for (const directory of this.#directories) await markKept(directory, pid);
  }

  async #lastWords(): Promise<string> {
    const log = await readFile(logIn(this.#cluster.directory), 'utf8');
    return `PostgreSQL ${this.major} did not start:\n${log.trim().split('\n').slice(-20).join('\n')}`;
  }
}

/** Under a home directory closed to others (`/root`) the server's account cannot run programs. */
async function reachablePrograms(
  found: Binaries,
  account: Account,
): Promise<{ binaries: Binaries; directories: string[] }> {
  if (account.uid === undefined || (await reachableByOthers(found.postgres))) {
    return { binaries: found, directories: [] };
  }
  const directory = await createProgramDirectory(account);
  return { binaries: await copyBinaries(found, directory), directories: [directory] };
}

function startGuard(directories: readonly string[]): ChildProcess {
  const script = fileURLToPath(new URL('./guard.js', import.meta.url));
  const guard = spawn(process.execPath, [script, ...directories], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {}, // debugging and loader flags of the owner are not meant for it
  });
  guard.unref();
  const input = guard.stdin as unknown as { unref(): void };
  input.unref();
  return guard;
}
