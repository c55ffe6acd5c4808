import type { Queryable } from '@pggit/core';

/** The role's timeouts are for its own work; this session waits as long as the command runs. */
export async function liftTimeouts(client: Queryable): Promise<void> {
  // One of them came with PostgreSQL 17.
  await client.query(
    `select pg_catalog.set_config(s.name, '0', false)
     from pg_catalog.pg_settings s
     where s.name in ('idle_session_timeout', 'statement_timeout', 'transaction_timeout')`,
  );
}
