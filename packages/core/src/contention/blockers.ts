import type { Queryable } from '../connection/queryable.js';
import type { Blocker } from '../errors/busy.js';
import { GATE_LOCK } from './gate.js';

/**
 * Which locks are in the way: `capture`, those of transactions that pggit is recording; `engine`,
 * those on any table of pggit's and on history tables with a link trigger.
 */
export type Wanted = 'capture' | 'engine';

const RELATIONS: Readonly<Record<Wanted, string>> = {
  capture: `c.relnamespace = n.oid and c.relname = 'dirty_objects'`,
  engine: `c.relnamespace = n.oid or exists (
    select from pg_catalog.pg_trigger t
    join pg_catalog.pg_proc p on p.oid = t.tgfoid
    where t.tgrelid = c.oid and p.pronamespace = n.oid)`,
};

/**
 * Who holds locks that are wanted, the oldest transaction first. Takes no lock itself.
 *
 * @param when `stuck`: only who is not about to let go, by the look of it: prepared transactions,
 *   sessions that have been idle in their transaction for a moment, transactions of some seconds
 */
export async function readBlockers(
  client: Queryable,
  wanted: Wanted,
  when: 'any' | 'stuck',
): Promise<Blocker[]> {
  const { rows } = await client.query(`
    with wanted as (
      select c.oid, c.oid::pg_catalog.regclass::text as name
      from pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.nspname = 'pggit'
      where c.relkind in ('r', 'p', 'v') and (${RELATIONS[wanted]})
    ),
    held as (
      select l.pid, l.virtualtransaction, coalesce(w.name, 'the turn to capture') as name
      from pg_catalog.pg_locks l
      left join wanted w on l.locktype = 'relation' and w.oid = l.relation
      where l.granted
        and l.pid is distinct from pg_catalog.pg_backend_pid()
        and l.database = (
          select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
        and (w.oid is not null
          or l.locktype = 'advisory' and l.objsubid = 1
            and (l.classid::bigint << 32) + l.objid::bigint = ${GATE_LOCK})
    ),
    holders as (
      select h.pid, p.gid, coalesce(a.usename, p.owner) as "user", a.application_name,
        coalesce(a.state, case when p.gid is not null then 'prepared' else 'unknown' end) as state,
        extract(epoch from pg_catalog.clock_timestamp() - coalesce(a.xact_start, p.prepared))
          ::float8 as seconds,
        extract(epoch from pg_catalog.clock_timestamp() - a.state_change)::float8 as idle,
        pg_catalog.array_agg(distinct h.name order by h.name) as holds
      from held h
      left join pg_catalog.pg_stat_activity a on a.pid = h.pid
      -- A prepared transaction has no process; it is known by the lock on its transaction id.
      left join pg_catalog.pg_locks x on h.pid is null and x.pid is null
        and x.locktype = 'transactionid' and x.virtualtransaction = h.virtualtransaction
      left join pg_catalog.pg_prepared_xacts p on p.transaction = x.transactionid
      group by h.pid, p.gid, a.usename, p.owner, a.application_name, a.state, a.state_change,
        a.xact_start, p.prepared
    )
    select * from holders
    ${when === 'any' ? '' : `where ${STUCK}`}
    order by seconds desc nulls last
    limit 10`);
  return rows.map(toBlocker);
}

const STUCK = `gid is not null
  or state like 'idle in transaction%' and idle > 0.25
  or seconds > 2`;

// biome-ignore lint/suspicious/noExplicitAny: a row of the query above
function toBlocker(row: any): Blocker {
  return {
    ...(row.pid === null ? {} : { pid: row.pid }),
    ...(row.gid === null ? {} : { gid: row.gid }),
    ...(row.user === null ? {} : { user: row.user }),
    ...(row.application_name ? { applicationName: row.application_name } : {}),
    state: row.state,
    seconds: row.seconds ?? 0,
    holds: row.holds,
  };
}
