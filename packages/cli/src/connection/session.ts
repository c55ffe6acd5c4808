import type * as Core from '@pggit/core';
import type pg from 'pg';
import { explainConnectionError } from '../errors/connection.js';
import type { Output } from '../output/output.js';
import { type Environment, findConnection } from './source.js';

/** A connection to the database, and pggit's client over it. */
export interface Session {
  readonly client: pg.Client;
  readonly pggit: Core.PgGit;
  /** The whole of @pggit/core. */
  readonly core: typeof Core;
}

const CONNECT_SECONDS = 15;

/**
 * Connects, works and disconnects.
 *
 * @throws CliError when there is no database to connect to, or it does not answer
 */
export async function withSession<T>(
  options: { readonly url?: string | undefined; readonly output: Output },
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const source = findConnection(options.url, process.env);
  // Here and not at the top: help and usage errors need neither a driver nor the engine's SQL.
  const [{ default: driver }, core] = await Promise.all([import('pg'), import('@pggit/core')]);
  const client = new driver.Client({
    ...(source.url === undefined ? {} : { connectionString: source.url }),
    fallback_application_name: 'pggit',
    connectionTimeoutMillis: connectSeconds(process.env) * 1000,
  });
  // A lost connection also rejects the running query, which tells it.
  client.on('error', () => {});
  client.on('notice', (notice) => options.output.notice(notice));
  try {
    await client.connect();
  } catch (error) {
    // What failed on this side, such as a missing password, leaves the socket open, and Node waits.
    client.end().catch(() => {});
    throw explainConnectionError(error, client, source.origin);
  }
  try {
    return await work({ client, core, pggit: core.pggit(client) });
  } finally {
    await client.end().catch(() => {});
  }
}

/** libpq's variable; 0 waits for ever there, and here. */
function connectSeconds(env: Environment): number {
  const seconds = Number(env.PGCONNECT_TIMEOUT || CONNECT_SECONDS);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : CONNECT_SECONDS;
}
