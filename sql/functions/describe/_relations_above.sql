-- A relation, and those it is a partition of, nearest first: what a rule about any of them says holds for
-- it as well. Of a relation that is gone, as pggit last saw it: where the server has given an oid anew since,
-- that may even be a circle.

create or replace function pggit._relations_above(p_relation oid)
returns oid[]
language plpgsql
stable
strict
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_is_partition constant boolean := (
    select c.relispartition from pg_class c where c.oid = p_relation);
begin
  if v_is_partition then
    return array(
      select a.relid::oid
      from pg_partition_ancestors(p_relation) with ordinality as a (relid, n)
      order by a.n);
  elsif not v_is_partition then
    return array[p_relation];
  end if;
  return array(
    with recursive above (oid, n) as (
      select p_relation, 1
      union all
      select l.parent_objid, a.n + 1
      from above a
      join pggit.live_objects l on l.objid = a.oid and l.classid = 'pg_class'::regclass
      where l.parent_objid is not null
    ) cycle oid set is_circle using path
    select a.oid from above a where not a.is_circle order by a.n);
end
$pggit$;

comment on function pggit._relations_above(oid) is
  'A relation and those it is a partition of, nearest first.';
