import type * as Core from '@pggit/core';
import type pg from 'pg';
import type { Output } from '../output/output.js';
import { connect } from './connect.js';
import { type ConnectionSource, findConnection } from './source.js';

/** A connection to the database, and pggit's client over it. */
export interface Session {
  readonly client: pg.Client;
  readonly pggit: Core.PgGit;
  /** The whole of @pggit/core. */
  readonly core: typeof Core;
}

/**
 * Connects, works and disconnects.
 *
 * @throws CliError when there is no database to connect to, or it does not answer
 */
export async function withSession<T>(
  options: {
    readonly url?: string | undefined;
    readonly output: Output;
    /** Where it is known already which database is meant. */
    readonly source?: ConnectionSource | undefined;
  },
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const source = options.source ?? findConnection(options.url, process.env);
  // Here and not at the top: help and usage errors do without the engine's SQL.
  const core = await import('@pggit/core');
  const client = await connect(source, options.output);
  try {
    return await work({ client, core, pggit: core.pggit(client) });
  } finally {
    await client.end().catch(() => {});
  }
}
