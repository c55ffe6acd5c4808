import type pg from 'pg';
import { explainConnectionError } from '../errors/connection.js';
import type { Output } from '../output/output.js';
import type { ConnectionSource, Environment } from './source.js';

const CONNECT_SECONDS = 15;

/**
 * A database in SQL_ASCII holds any bytes, and sends none to a client in UTF8 that are not UTF-8. As they
 * are stored, Node shows a replacement character for each of those.
 */
const AS_STORED = `select pg_catalog.set_config('client_encoding', 'SQL_ASCII', false)
  where pg_catalog.current_setting('server_encoding') = 'SQL_ASCII'`;

/**
 * Connects to the database, as libpq's variables complete its address.
 *
 * @param settings over those of the source
 * @throws CliError when it does not answer or does not let us in
 */
export async function connect(
  source: ConnectionSource,
  output: Output,
  settings: pg.ClientConfig = {},
): Promise<pg.Client> {
  // Here and not at the top: help and usage errors need no driver.
  const { default: driver } = await import('pg');
  const client = new driver.Client({
    ...(source.url === undefined ? {} : { connectionString: source.url }),
    fallback_application_name: 'pggit',
    connectionTimeoutMillis: connectSeconds(process.env) * 1000,
    ...settings,
  });
  // A lost connection also rejects the running query, which tells it.
  client.on('error', () => {});
  client.on('notice', (notice) => output.notice(notice));
  try {
    await client.connect();
    await client.query(AS_STORED);
    return client;
  } catch (error) {
    // What failed on this side, such as a missing password, leaves the socket open, and Node waits.
    client.end().catch(() => {});
    throw explainConnectionError(error, client, source.origin);
  }
}

/** libpq's variable; 0 waits for ever there, and here. */
function connectSeconds(env: Environment): number {
  const seconds = Number(env.PGCONNECT_TIMEOUT || CONNECT_SECONDS);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : CONNECT_SECONDS;
}
