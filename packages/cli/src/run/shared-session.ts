import type { Queryable } from '@pggit/core';
import type pg from 'pg';
import { CliError } from '../errors/cli-error.js';
import type { Control } from './control.js';

/**
 * Refuses a pooler in transaction mode: after each statement it gives the session to somebody else,
 * and the deployment with it, which would take what others do.
 *
 * @param connect makes one more connection
 * @throws CliError where sessions are shared
 */
export async function refuseShared(
  control: Control,
  connect: () => Promise<pg.Client>,
): Promise<void> {
  const own = await pidOf(control);
  if (own === control.backendPid) return;
  const other = await connect();
  try {
    // In that mode the next client gets the server process that has just been given back.
    if ((await pidOf(other)) !== own && (await pidOf(control)) === own) return;
  } finally {
    other.end().catch(() => {});
  }
  throw new CliError({
    code: 'session_shared',
    message: 'a pooler is in between that gives its sessions away after each transaction',
    hint: 'name the server itself with --url or PGGIT_DATABASE_URL',
  });
}

async function pidOf(client: Queryable): Promise<number> {
  const { rows } = await client.query('select pg_catalog.pg_backend_pid() as pid');
  return rows[0]?.pid;
}
