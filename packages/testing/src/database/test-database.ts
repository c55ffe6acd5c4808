import type pg from 'pg';
import { uniqueName } from '../names.js';
import { withDatabase } from '../server/url.js';
import { run } from '../vitest/run.js';
import { Connections } from './connections.js';
import { createDatabase, dropDatabase, keepDatabase } from './databases.js';

/** One database on the run's server, with the connections made to it. */
export class TestDatabase {
  readonly name: string;
  /** For the role that administers the server: on all but a server of your own, the superuser. */
  readonly url: string;
  /** A connection that lasts as long as the database. */
  readonly client: pg.Client;
  readonly #admin: pg.ClientBase;
  readonly #connections: Connections;

  private constructor(
    admin: pg.ClientBase,
    name: string,
    url: string,
    client: pg.Client,
    connections: Connections,
  ) {
    this.#admin = admin;
    this.name = name;
    this.url = url;
    this.client = client;
    this.#connections = connections;
  }

  /** @param admin a session elsewhere on the server that creates it, and is there to close it */
  static async create(
    admin: pg.ClientBase,
    options: {
      readonly engine: boolean;
      readonly encoding?: string | undefined;
      /** The database it is a copy of; nobody may be connected to that. */
      readonly original?: string | undefined;
    },
  ): Promise<TestDatabase> {
    const { adminUrl, prefix, template, templateFailure } = run();
    const original = options.original ?? (options.engine ? template : undefined);
    if (options.engine && templateFailure !== undefined) {
      throw new Error(`the engine could not be installed into the template:\n${templateFailure}`);
    }
    const name = uniqueName(`${prefix}test`);
    const url = withDatabase(adminUrl, name);
    await createDatabase(admin, name, original, options.encoding);
    const connections = new Connections();
    return new TestDatabase(admin, name, url, await connections.connect(url), connections);
  }

  /** One more session, closed with the database. `config` goes over the database's URL. */
  connect(config: pg.ClientConfig = {}): Promise<pg.Client> {
    return this.#connections.connect(this.url, config);
  }

  /** A pool, closed with the database. */
  pool(config: pg.PoolConfig = {}): pg.Pool {
    return this.#connections.pool(this.url, config);
  }

  /** Ends all connections, so that it can be copied. */
  disconnect(): Promise<void> {
    return this.#connections.close();
  }

  /**
   * Ends all connections and drops the database, or keeps it and says where it is when tests
   * failed in it.
   *
   * @param failedTests the names of the tests that failed
   */
  async close(failedTests: readonly string[]): Promise<void> {
    await this.#connections.close();
    if (failedTests.length === 0) {
      await dropDatabase(this.#admin, this.name);
      return;
    }
    await keepDatabase(this.#admin, this.name);
    const tests = failedTests.map((test) => `"${test}"`).join(', ');
    const hint = run().serverStays
      ? ''
      : ' (goes with the server, unless PGGIT_TEST_KEEP=1 is set)';
    console.error(`kept database ${this.name} of failed test ${tests}: ${this.url}${hint}`);
  }
}
