import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { Connections } from '../database/connections.js';
import { TestDatabase } from '../database/test-database.js';
import { run } from './run.js';

export interface DatabaseOptions {
  /** Whether pggit is installed in it; true when not given. */
  readonly engine?: boolean;
  /** Encoding of a database without the engine, in locale C; the server's when not given. */
  readonly encoding?: string;
  /** How long one database lasts: the `describe` (or file) it is called in, or one test. */
  readonly per?: 'file' | 'test';
  /** What each of the databases begins with. It is done once, and they are copies of that. */
  readonly prepare?: (client: pg.Client) => Promise<unknown>;
}

/** The database of the current test; its members work inside hooks and tests. */
export type CurrentDatabase = Pick<TestDatabase, 'name' | 'url' | 'client' | 'connect' | 'pool'>;

/**
 * Gives the tests of a file or `describe` a database of their own. Call it where hooks are
 * registered, not inside a test. The database goes when the tests are done; when one failed, it
 * stays and its name and URL are printed. `per: 'test'` does not suit `it.concurrent`.
 */
export function useDatabase(options: DatabaseOptions = {}): CurrentDatabase {
  const { engine = true, encoding, prepare } = options;
  const failures: string[] = [];
  // One session makes and drops them all: a connection takes as long as a copy of the template.
  const administration = new Connections();
  let admin: pg.Client | undefined;
  let original: TestDatabase | undefined;
  let current: TestDatabase | undefined;

  const create = async (): Promise<TestDatabase> => {
    admin ??= await administration.connect(run().adminUrl);
    return TestDatabase.create(admin, { engine, encoding, original: original?.name });
  };
  const open = async (): Promise<void> => {
    current = await create();
  };
  const close = async (): Promise<void> => {
    await current?.close(failures.splice(0));
    current = undefined;
  };

  // Hooks that come first here are the last to run at the end.
  afterAll(() => administration.close());
  if (prepare !== undefined) {
    beforeAll(async () => {
      const prepared = await create();
      await prepare(prepared.client);
      await prepared.disconnect();
      original = prepared;
    });
    afterAll(() => original?.close([]));
  }
  if (options.per === 'test') beforeEach(open);
  else beforeAll(open);
  afterEach(({ task }) => {
    if (task.result?.state === 'fail') failures.push(task.name);
  });
  if (options.per === 'test') {
    afterEach(close);
  } else {
    // biome-ignore lint/correctness/noEmptyPattern: Vitest parses the pattern to find wanted fixtures
    afterAll(({}, suite) => {
      if (suite.result?.state === 'fail' && failures.length === 0) failures.push(suite.name);
      return close();
    });
  }

  const database = (): TestDatabase => {
    if (current === undefined) {
      throw new Error('the database exists inside hooks and tests only, after useDatabase ran');
    }
    return current;
  };
  return {
    get name() {
      return database().name;
    },
    get url() {
      return database().url;
    },
    get client() {
      return database().client;
    },
    connect: (config?: pg.ClientConfig) => database().connect(config),
    pool: (config?: pg.PoolConfig) => database().pool(config),
  };
}
