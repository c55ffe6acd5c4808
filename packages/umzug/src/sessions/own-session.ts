import type { ConnectionPool, Queryable } from '@pggit/core';
import { type ConnectControl, type OtherSession, sessionsLike } from '@pggit/core/adapter';
import type { Connections } from '../options.js';
import type { SequelizeLike } from './sequelize.js';

/** A client as node-postgres has it, before it is connected. */
interface Client extends Queryable {
  connect(): Promise<unknown>;
  end(): Promise<unknown>;
  on(event: 'error' | 'end', listener: () => void): unknown;
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
 * Opens a session of its own beside the pool, which may have room for a single connection, and whose
 * sessions a migration may close. Where there is one client only, it is that, and one like it when that
 * is lost.
 */
export function ownSessions({ pool, client, sequelize }: Connections): ConnectControl {
  if (pool !== undefined) return (lost) => besidePool(pool, lost);
  if (sequelize !== undefined) return (lost) => besideSequelize(sequelize, lost);
  return theClient(client);
}

function theClient(client: Queryable): ConnectControl {
  let isFirst = true;
  return async () => {
    const another = isFirst ? undefined : sessionsLike(client);
    isFirst = false;
    return another ? another() : { client, close: async () => {} };
  };
}

/** Whether there can be another session when one is lost: not beside a client of an unknown making. */
export function areReplaceable({ client }: Connections): boolean {
  return client === undefined || sessionsLike(client) !== undefined;
}

async function besidePool(pool: ConnectionPool, lost: () => void): Promise<OtherSession> {
  const { Client, options } = pool as Recipe;
  if (Client === undefined || options === undefined) {
    const client = await pool.connect();
    return { client, close: async () => client.release(true) };
  }
  const client = new Client(options);
  listen(client, lost);
  const session = { client, close: () => client.end().then(nothing, nothing) };
  try {
    await client.connect();
    await options.onConnect?.(client);
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

async function besideSequelize(
  { connectionManager }: SequelizeLike,
  lost: () => void,
): Promise<OtherSession> {
  const manager = connectionManager as ConnectionManager;
  const client = await manager._connect(manager.config.replication?.write ?? manager.config);
  // Sequelize's own listener would look for the connection in its pool.
  client.removeAllListeners('error');
  listen(client, lost);
  return { client, close: () => manager._disconnect(client).then(nothing, nothing) };
}

/** A lost connection without a listener for its error would end the process. */
function listen(client: Client, lost: () => void): void {
  client.on('error', nothing);
  client.on('end', lost);
}

function nothing(): void {}
