import type { CatalogEntry } from '../catalog/read-catalog.js';
import type { Queryable } from '../connection/queryable.js';
import type { Step } from './step.js';

/**
 * Statements that give roles of the user's own their privileges back on parts that are dropped and
 * created again. PUBLIC and pggit's roles are left out: the engine grants those itself.
 *
 * @param entries functions and views that are about to be dropped and will be created again
 */
export async function readKeptGrants(
  client: Queryable,
  entries: readonly CatalogEntry[],
): Promise<Step[]> {
  const pairs = entries.map(({ address }) => address.split(':'));
  const { rows } = await client.query(
    `with dropped as (
       select * from unnest($1::oid[], $2::oid[], $3::text[]) as d (classid, objid, identity)
     ),
     granted as (
       select 'routine ' || d.identity as object, p.proowner as owner, a.*
       from dropped d
       join pg_catalog.pg_proc p on d.classid = 'pg_catalog.pg_proc'::regclass and p.oid = d.objid
       cross join lateral aclexplode(p.proacl) a
       union all
       select d.identity, c.relowner, a.*
       from dropped d
       join pg_catalog.pg_class c on d.classid = 'pg_catalog.pg_class'::regclass and c.oid = d.objid
       cross join lateral aclexplode(c.relacl) a
     )
     select pg_catalog.format('grant %s on %s to %I%s;', g.privilege_type, g.object, r.rolname,
       case when g.is_grantable then ' with grant option' else '' end) as sql
     from granted g
     join pg_catalog.pg_roles r on r.oid = g.grantee
     where g.grantee <> g.owner
       and r.rolname not in ('pggit_reader', 'pggit_deployer', 'pggit_admin')
     order by 1`,
    [
      pairs.map(([classid]) => classid),
      pairs.map(([, objid]) => objid),
      entries.map(({ identity }) => identity),
    ],
  );
  return rows.map(({ sql }) => ({ name: 'grants of your own roles', sql }));
}
