import { setTimeout as sleep } from 'node:timers/promises';
import type { Queryable } from '../connection/queryable.js';

const LIMIT_MS = 1000;

/**
 * Waits until the commands that are running now have ended, for a second at most: they may have
 * looked up which event triggers to call before these were changed. Later commands look again.
 */
export async function settle(client: Queryable): Promise<void> {
  const { rows } = await client.query('select pg_catalog.clock_timestamp()::text as now');
  const deadline = Date.now() + LIMIT_MS;
  do {
    await sleep(20);
    const running = await client.query(
      `select
       from pg_catalog.pg_stat_activity a
       where a.datname = pg_catalog.current_database()
         and a.pid <> pg_catalog.pg_backend_pid()
         and a.state = 'active'
         and a.backend_xid is not null
         and a.query_start < $1::timestamptz
       limit 1`,
      [rows[0]?.now],
    );
    if (running.rows.length === 0) return;
  } while (Date.now() < deadline);
}
