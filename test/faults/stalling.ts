import type { ClientBase } from 'pg';

/** A moment of pggit's work: it has just done this to one of its tables. */
export type Moment = `${'insert' | 'update' | 'delete'} ${string}`;

/**
 * Makes sessions stop in the middle of pggit's work, at a moment of their choice: a trigger of the
 * test's own on pggit's table sleeps in the sessions that {@link stallAt} is called for.
 *
 * @param admin a superuser's session
 */
export async function allowStalling(admin: ClientBase, moments: readonly Moment[]): Promise<void> {
  const triggers = [...new Set(moments)].map((moment) => {
    const [operation, table] = moment.split(' ');
    return `create trigger stall_${operation} after ${operation} on pggit.${table}
      for each statement execute function stalling.stall();`;
  });
  await admin.query(`
    begin;
    create schema stalling;
    create function stalling.stall() returns trigger language plpgsql as $f$
    begin
      if current_setting('stalling.moment', true) = lower(tg_op) || ' ' || tg_table_name then
        perform pg_catalog.pg_sleep(current_setting('stalling.seconds')::float);
      end if;
      return null;
    end $f$;
    ${triggers.join('\n')}
    commit`);
}

/**
 * Lets `session` stop at `moment` from now on.
 *
 * @param seconds how long; by default until somebody ends it
 */
export async function stallAt(session: ClientBase, moment: Moment, seconds = 60): Promise<void> {
  await session.query(
    `select set_config('stalling.moment', $1, false), set_config('stalling.seconds', $2, false)`,
    [moment, String(seconds)],
  );
}

/**
 * Waits until the backend sleeps at its moment.
 *
 * @throws Error when it never does: pggit does not pass there any more
 */
export async function untilStalled(other: ClientBase, pid: number): Promise<void> {
  const isStalled = await becomes(
    other,
    "exists (select from pg_stat_activity where pid = $1 and wait_event = 'PgSleep')",
    pid,
  );
  if (!isStalled) throw new Error('the session did not come to the moment it was to stop at');
}

/** Ends a session as an administrator would. It is gone when this returns, with all it held. */
export async function terminate(other: ClientBase, pid: number): Promise<void> {
  await other.query('select pg_terminate_backend($1)', [pid]);
  await untilGone(other, pid);
}

/** Waits until a backend has ended. */
export async function untilGone(other: ClientBase, pid: number): Promise<void> {
  const isGone = await becomes(
    other,
    'not exists (select from pg_stat_activity where pid = $1)',
    pid,
  );
  if (!isGone) throw new Error(`backend ${pid} did not end`);
}

async function becomes(other: ClientBase, condition: string, pid: number): Promise<boolean> {
  const end = Date.now() + 10_000;
  while (Date.now() < end) {
    const { rows } = await other.query(`select ${condition} as holds`, [pid]);
    if (rows[0].holds) return true;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return false;
}

/** The process of a session's backend. */
export async function backendOf(session: ClientBase): Promise<number> {
  return (await session.query('select pg_backend_pid() as pid')).rows[0].pid;
}
