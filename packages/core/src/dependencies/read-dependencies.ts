import type { Queryable } from '../connection/queryable.js';
import type { DependencyGraph } from './graph.js';

/**
 * Everything that depends on the given objects over any number of steps. From a view's rule the
 * walk goes up to the view, because what reads the view depends on it and not on its rule. A
 * trigger's copy on a partition counts as the trigger.
 */
const DEPENDENCIES = `
with recursive reached (classid, objid) as (
  select * from unnest($1::oid[], $2::oid[])
  union
  select next.classid, next.objid
  from reached r
  cross join lateral (
    select d.classid, d.objid
    from pg_depend d
    where d.refclassid = r.classid and d.refobjid = r.objid
    union all
    select d.refclassid, d.refobjid
    from pg_depend d
    where d.classid = r.classid and d.objid = r.objid
      and d.classid = 'pg_rewrite'::regclass and d.deptype = 'i'
  ) next
)
select distinct
  d.classid || ':' || d.objid as "from",
  d.refclassid || ':' || d.refobjid as "to",
  d.deptype as type,
  pg_describe_object(d.classid, d.objid, 0) as from_description,
  pg_describe_object(d.refclassid, d.refobjid, 0) as to_description,
  t.oid is not null as user_trigger
from pg_depend d
left join pg_trigger t
  on d.classid = 'pg_trigger'::regclass and t.oid = d.objid
    and not t.tgisinternal and t.tgparentid = 0
where (d.refclassid, d.refobjid) in (select classid, objid from reached)
   or ((d.classid, d.objid) in (select classid, objid from reached) and d.deptype in ('a', 'i', 'P'))`;

/**
 * Reads what depends on the given objects.
 *
 * @param client a connection inside a transaction with the canonical settings
 * @param addresses `classid:objid` of the objects
 * @param ownTriggers addresses of triggers that are pggit's own
 */
export async function readDependencies(
  client: Queryable,
  addresses: readonly string[],
  ownTriggers: ReadonlySet<string>,
): Promise<DependencyGraph> {
  const pairs = addresses.map((address) => address.split(':'));
  const { rows } = await client.query(DEPENDENCIES, [
    pairs.map(([classid]) => classid),
    pairs.map(([, objid]) => objid),
  ]);
  const descriptions = new Map<string, string>();
  const userTriggers = new Set<string>();
  for (const row of rows) {
    descriptions.set(row.from, row.from_description).set(row.to, row.to_description);
    if (row.user_trigger && !ownTriggers.has(row.from)) userTriggers.add(row.from);
  }
  return {
    dependencies: rows.map(({ from, to, type }) => ({ from, to, type })),
    descriptions,
    userTriggers,
  };
}
