import type { Queryable } from '../connection/queryable.js';

/**
 * Objects that stand in schema pggit by themselves, as `[address, description]`: what an
 * installation did not create among them belongs to somebody else.
 */
export async function readSchemaObjects(client: Queryable): Promise<[string, string][]> {
  const { rows } = await client.query(`
    select d.classid || ':' || d.objid as address,
      pg_catalog.pg_describe_object(d.classid, d.objid, 0) as description
    from pg_catalog.pg_depend d
    join pg_catalog.pg_namespace n on n.oid = d.refobjid
    where d.refclassid = 'pg_catalog.pg_namespace'::regclass
      and n.nspname = 'pggit'
      and d.deptype = 'n'
      and not exists (
        select
        from pg_catalog.pg_depend part
        where part.classid = d.classid and part.objid = d.objid and part.deptype in ('a', 'i')
      )
    order by 2`);
  return rows.map((row) => [row.address, row.description]);
}
