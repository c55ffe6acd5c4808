import type { ClientBase } from 'pg';

/** Waits until something is so; the test's own timeout ends it. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 30));
}

/** The server processes of the database that sleep: those in the middle of a slow migration. */
const ASLEEP = `select pid from pg_stat_activity
  where datname = current_database() and wait_event = 'PgSleep'`;

/** Waits until a run is in the middle of a slow migration. */
export async function untilAsleep(other: ClientBase): Promise<void> {
  await until(async () => (await other.query(ASLEEP)).rows.length > 0);
}

/** Ends the sessions in the middle of a slow migration, as the server would when their statement is done. */
export async function endAsleep(other: ClientBase): Promise<void> {
  await other.query(`select pg_terminate_backend(pid) from (${ASLEEP}) s`);
}

/** Waits until nobody else has a session in the database: the server notices the end of a client late. */
export async function untilAlone(other: ClientBase): Promise<void> {
  await until(async () => {
    const { rows } = await other.query(
      `select from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
          and backend_type = 'client backend'`,
    );
    return rows.length === 0;
  });
}
