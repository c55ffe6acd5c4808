import type pg from 'pg';
import { CliError } from '../errors/cli-error.js';
import { explainConnectionError } from '../errors/connection.js';
import type { Output } from '../output/output.js';
import { urlsOfEncryption, urlsOfHosts, wantsPrimary } from './hosts.js';
import type { ConnectionSource, Environment } from './source.js';

const CONNECT_SECONDS = 15;

/**
 * A database in SQL_ASCII holds any bytes, and sends none to a client in UTF8 that are not UTF-8. As they
 * are stored, Node shows a replacement character for each of those.
 */
const AS_STORED = `select pg_catalog.set_config('client_encoding', 'SQL_ASCII', false)
  where pg_catalog.current_setting('server_encoding') = 'SQL_ASCII'`;

/**
 * Connects to the database, as libpq's variables complete its address. Of several hosts it takes the
 * first one that answers.
 *
 * @param settings over those of the source
 * @throws CliError when none answers, or the last one does not let us in
 */
export async function connect(
  source: ConnectionSource,
  output: Output,
  settings: pg.ClientConfig = {},
): Promise<pg.Client> {
  const { url, origin } = source;
  if (url === undefined) return connectTo(source, output, settings);
  let failure: unknown;
  for (const candidate of urlsOfHosts(url).flatMap(urlsOfEncryption)) {
    try {
      const client = await connectTo({ url: candidate, origin }, output, settings);
      if (!wantsPrimary(url) || (await isPrimary(client))) return client;
      client.end().catch(() => {});
      failure = new CliError({ code: 'read_only', message: `no primary answers (${origin})` });
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function connectTo(
  { url, origin }: ConnectionSource,
  output: Output,
  settings: pg.ClientConfig,
): Promise<pg.Client> {
  // Here and not at the top: help and usage errors need no driver.
  const { default: driver } = await import('pg');
  const client = new driver.Client({
    ...(url === undefined ? {} : { connectionString: url }),
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
    throw explainConnectionError(error, client, origin);
  }
}

async function isPrimary(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query('select pg_catalog.pg_is_in_recovery() as standby');
  return rows[0]?.standby === false;
}

/** libpq's variable; 0 waits for ever there, and here. */
function connectSeconds(env: Environment): number {
  const seconds = Number(env.PGCONNECT_TIMEOUT || CONNECT_SECONDS);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : CONNECT_SECONDS;
}
