import type { ConnectionPool, Queryable } from '@pggit/core';
import type { Connections } from './options.js';
import type { SequelizeLike } from './sessions/sequelize.js';

/** The session that a deployment is opened on; it lives as long as the run. */
export interface Control {
  readonly client: Queryable;
  close(): Promise<void>;
}

/** A client as node-postgres has it, before it is connected. */
interface Client extends Queryable {
  connect(): Promise<unknown>;
  end(): Promise<unknown>;
  on(event: 'error', listener: () => void): unknown;
  removeAllListeners(event: 'error'): unknown;
}

/** What a node-postgres pool makes its clients of. */
interface Recipe {
  readonly Client?: new (options: unknown) => Client;
  readonly options?: { readonly onConnect?: (client: Client) => unknown };
}

/** What Sequelize makes its connections with. */
interface ConnectionManager {
  readonly config: { readonly replication?: { readonly write?: object } };
  _connect(config: object): Promise<Client>;
  _disconnect(connection: Client): Promise<unknown>;
}

/**
 * Opens the control session: one of its own beside the pool, which may have room for a single
 * connection, and whose sessions a migration may close. Where there is one client only, it is that.
 *
 * @throws whatever the driver throws
 */
export function openControl({ pool, client, sequelize }: Connections): Promise<Control> {
  if (pool !== undefined) return besidePool(pool);
  if (sequelize !== undefined) return besideSequelize(sequelize);
  return Promise.resolve({ client, close: async () => {} });
}

async function besidePool(pool: ConnectionPool): Promise<Control> {
  const { Client, options } = pool as Recipe;
  if (Client === undefined || options === undefined) {
    const client = await pool.connect();
    return { client, close: async () => client.release(true) };
  }
  const client = new Client(options);
  // A connection lost between two statements is reported by the next one; without a listener it
  // would end the process.
  client.on('error', () => {});
  const control = { client, close: () => client.end().then(nothing, nothing) };
  try {
    await client.connect();
    await options.onConnect?.(client);
    return control;
  } catch (error) {
    await control.close();
    throw error;
  }
}

async function besideSequelize({ connectionManager }: SequelizeLike): Promise<Control> {
  const manager = connectionManager as ConnectionManager;
  const client = await manager._connect(manager.config.replication?.write ?? manager.config);
  // Sequelize's own listener would look for the connection in its pool.
  client.removeAllListeners('error');
  client.on('error', () => {});
  return { client, close: () => manager._disconnect(client).then(nothing, nothing) };
}

function nothing(): void {}
