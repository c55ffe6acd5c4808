import type { Queryable } from '../connection/queryable.js';
import type { OwnObject } from './graph.js';

/** Name of the trigger that the engine puts on history tables of migration tools. */
const LINK_TRIGGER = 'zz_pggit_link';

/** A link trigger and whether it fires. */
export interface LinkTrigger extends OwnObject {
  /** The history table, for example `public.pgmigrations`. */
  readonly table: string;
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
       t.tgenabled in ('O', 'A') as enabled
     from pg_catalog.pg_trigger t
     join pg_catalog.pg_class c on c.oid = t.tgrelid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     join pg_catalog.pg_proc p on p.oid = t.tgfoid
     join pg_catalog.pg_namespace pn on pn.oid = p.pronamespace
     where t.tgname = $1 and pn.nspname = 'pggit' and t.tgparentid = 0 and n.nspname <> 'pggit'
     order by 2`,
    [LINK_TRIGGER],
  );
  return rows.map((row) => ({ kind: 'trigger', ...row }));
}
