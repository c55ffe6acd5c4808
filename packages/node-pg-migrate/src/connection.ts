import { inspect } from 'node:util';
import type { Queryable } from '@pggit/core';
import type { RunnerOption } from 'node-pg-migrate';
import pg from 'pg';
import { PoolAsClientError } from './errors.js';

/** The one session of a run. */
export interface Connection {
  readonly client: Queryable;
  /** Ends the session when it is ours, leaves it alone when it is the caller's. */
  close(): Promise<void>;
}

/**
 * Whether the options name a database at all; what happens without one differs between versions and
 * is left to the tool.
 */
export function namesDatabase(options: RunnerOption): boolean {
  return (
    ('dbClient' in options && !!options.dbClient) ||
    ('databaseUrl' in options && !!options.databaseUrl)
  );
}

/**
 * The caller's client, or one of our own for `databaseUrl`: the deployment must be opened on the
 * session that migrates.
 *
 * @throws PoolAsClientError when dbClient is a pool
 */
export async function openConnection(options: RunnerOption): Promise<Connection> {
  if ('dbClient' in options && options.dbClient) {
    if (isPool(options.dbClient)) throw new PoolAsClientError();
    return { client: options.dbClient, close: async () => {} };
  }
  return connect(options);
}

async function connect(options: RunnerOption): Promise<Connection> {
  const client = new pg.Client('databaseUrl' in options ? options.databaseUrl : undefined);
  // A connection lost between two statements is reported by the next one; without a listener it
  // would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    logError(options)(`could not connect to postgres: ${inspect(error)}`);
    throw error;
  }
  return { client, close: () => client.end().catch(() => {}) };
}

/** The tool says this line itself when it connects, so whoever reads its log expects it. */
function logError({ logger, log }: RunnerOption): (line: string) => void {
  if (typeof logger === 'object') return (line) => logger.error(line);
  return typeof log === 'function' ? log : console.error;
}

function isPool(client: object): boolean {
  return 'totalCount' in client && 'idleCount' in client;
}
