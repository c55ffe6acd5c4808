import type { ClientBase } from 'pg';

export { changesOf, readHistory } from '@pggit/testing/contract';

/** Names in a history table, in the order in which they were written. */
export async function appliedIn(
  other: ClientBase,
  table = 'public.pgmigrations',
): Promise<string[]> {
  const { rows } = await other.query(`select name from ${table} order by id`);
  return rows.map(({ name }) => name);
}

/**
 * Advisory locks held by anybody in this database, as far as node-pg-migrate's default key goes.
 */
export async function heldLocks(other: ClientBase): Promise<number> {
  const { rows } = await other.query(
    `select count(*)::int as held from pg_locks
      where locktype = 'advisory'
        and database = (select oid from pg_database where datname = current_database())
        and ((classid::bigint << 32) | objid::bigint) = 7241865325823964`,
  );
  return rows[0].held;
}
