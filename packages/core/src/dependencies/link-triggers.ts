import type { Queryable } from '../connection/queryable.js';
import type { OwnObject } from './graph.js';

/** The triggers that the engine puts on history tables of migration tools, and on the locks of some. */
const TRIGGERS = ['zz_pggit_link', 'zz_pggit_lock'];

/** A link trigger, or one that follows a lock, and whether it fires. */
export interface LinkTrigger extends OwnObject {
  /** The history table, for example `public.pgmigrations`. */
  readonly table: string;
  readonly name: string;
  readonly enabled: boolean;
}

/**
 * Finds the triggers that the engine put on users' tables. Copies on partitions are left out: they
 * come and go with the trigger they are copies of.
 */
export async function readLinkTriggers(client: Queryable): Promise<LinkTrigger[]> {
  const { rows } = await client.query(
    `select
       t.tableoid || ':' || t.oid as address,
       pg_catalog.format('%I on %I.%I', t.tgname, n.nspname, c.relname) as identity,
       pg_catalog.format('%I.%I', n.nspname, c.relname) as "table",
       t.tgname as name,
       t.tgenabled in ('O', 'A') as enabled
     from pg_catalog.pg_trigger t
     join pg_catalog.pg_class c on c.oid = t.tgrelid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     join pg_catalog.pg_proc p on p.oid = t.tgfoid
     join pg_catalog.pg_namespace pn on pn.oid = p.pronamespace
     where t.tgname = any ($1) and pn.nspname = 'pggit' and t.tgparentid = 0 and n.nspname <> 'pggit'
     order by 2`,
    [TRIGGERS],
  );
  return rows.map((row) => ({ kind: 'trigger', ...row }));
}
