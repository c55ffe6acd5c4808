import type { ClientBase } from 'pg';

/** Waits until something is so; the test's own timeout ends it. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 30));
}

/** The server processes of the database that sleep: those in the middle of a slow migration. */
export async function sessionsAsleep(other: ClientBase): Promise<number[]> {
  const { rows } = await other.query(
    `select pid from pg_stat_activity where datname = current_database()
      and wait_event = 'PgSleep'`,
  );
  return rows.map(({ pid }) => pid);
}

/** How many sessions the database has beside the one that asks. */
export async function othersConnected(other: ClientBase): Promise<number> {
  const { rows } = await other.query(
    `select count(*)::int as others from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()
        and backend_type = 'client backend'`,
  );
  return rows[0].others;
}
