import pg from 'pg';

/**
 * Connections that are closed together. A test may end a session or its server under them, so
 * errors of an idle connection are no errors of the test.
 */
export class Connections {
  readonly #clients: pg.Client[] = [];
  readonly #pools: pg.Pool[] = [];

  /** @param config goes over what the URL says */
  async connect(url: string, config: pg.ClientConfig = {}): Promise<pg.Client> {
    const client = new pg.Client({ ...partsOf(url), ...config });
    client.on('error', () => {});
    await client.connect();
    this.#clients.push(client);
    return client;
  }

  pool(url: string, config: pg.PoolConfig = {}): pg.Pool {
    const pool = new pg.Pool({ ...partsOf(url), ...config });
    pool.on('error', () => {});
    this.#pools.push(pool);
    return pool;
  }

  async close(): Promise<void> {
    const pools = this.#pools.splice(0).filter((pool) => !pool.ended);
    const clients = this.#clients.splice(0);
    await Promise.allSettled([
      ...pools.map((pool) => pool.end()),
      ...clients.map((client) => client.end()),
    ]);
  }
}

/** node-postgres lets a connection string win over every other setting, so it is taken apart. */
function partsOf(connection: string): pg.ClientConfig {
  const url = new URL(connection);
  return {
    host: url.hostname,
    port: Number(url.port || '5432'),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
  };
}
