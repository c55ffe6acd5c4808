import type pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { Connections } from '../database/connections.js';
import { closeAsTemplate, createDatabase, withClient } from '../database/databases.js';
import { installEngine } from '../database/engine.js';
import { uniqueName } from '../names.js';
import { MAJORS, type Major } from '../server/binaries.js';
import { type EmbeddedServer, type StopMode, startEmbeddedServer } from '../server/embedded.js';
import { withDatabase } from '../server/url.js';
import { run } from './run.js';

export interface IsolatedServerOptions {
  /** The major of the run when not given. */
  readonly major?: Major;
  /** Server settings as for `postgres -c`. */
  readonly settings?: Record<string, string>;
}

/** An embedded server that no other test uses; its members work inside hooks and tests. */
export interface IsolatedServer {
  /** Database `postgres`, as superuser. */
  readonly url: string;
  readonly major: Major;
  createDatabase(options?: { readonly engine?: boolean }): Promise<{ name: string; url: string }>;
  /** A session at `url` (default: the server's own), closed after the tests. */
  connect(url?: string): Promise<pg.Client>;
  start(): Promise<void>;
  /** As `pg_ctl stop -m`; `fast` when not given, `immediate` is a crash. */
  stop(mode?: StopMode): Promise<void>;
  /** The port stays the same. */
  restart(mode?: StopMode): Promise<void>;
}

/**
 * Gives the tests of a file or `describe` a whole server, for what a database cannot isolate:
 * restarts, crashes, server settings, roles with fixed names. It costs about a second, so a test
 * that takes one says why. Always embedded, whatever server the run uses.
 */
export function isolatedServer(options: IsolatedServerOptions = {}): IsolatedServer {
  const connections = new Connections();
  let current: EmbeddedServer | undefined;
  let template: Promise<string> | undefined;

  beforeAll(async () => {
    const major = options.major ?? MAJORS.find((candidate) => candidate === run().major);
    current = await startEmbeddedServer({
      ...(major === undefined ? {} : { major }),
      ...(options.settings === undefined ? {} : { settings: options.settings }),
    });
  });
  afterAll(async () => {
    await connections.close();
    await current?.dispose();
    current = undefined;
    template = undefined;
  });

  const server = (): EmbeddedServer => {
    if (current === undefined) throw new Error('the server exists inside hooks and tests only');
    return current;
  };
  const create = (name: string, template?: string): Promise<void> =>
    withClient(server().url, (admin) => createDatabase(admin, name, template));
  /** Installing takes many times as long as copying a database that has it. */
  const templateWithEngine = async (): Promise<string> => {
    const name = uniqueName('template');
    await create(name);
    await installEngine(withDatabase(server().url, name));
    await closeAsTemplate(server().url, name);
    return name;
  };
  return {
    get url() {
      return server().url;
    },
    get major() {
      return server().major;
    },
    createDatabase: async ({ engine = false } = {}) => {
      const name = uniqueName('test');
      const url = withDatabase(server().url, name);
      if (engine) template ??= templateWithEngine();
      await create(name, engine ? await template : undefined);
      return { name, url };
    },
    connect: (url = server().url) => connections.connect(url),
    start: () => server().start(),
    stop: (mode) => server().stop(mode),
    restart: (mode) => server().restart(mode),
  };
}
