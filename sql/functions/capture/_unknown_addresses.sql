-- Those of the given addresses that pggit does not know: objects it does not track or model, and new
-- ones. A multirange type is known with its range type.

create or replace function pggit._unknown_addresses(
  inout p_classids oid[],
  inout p_objids oid[]
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  select array_agg(u.classid), array_agg(u.objid) into p_classids, p_objids
  from unnest(p_classids, p_objids) as u (classid, objid)
  where not exists (
      select from pggit.live_objects l where l.objid = u.objid and l.classid = u.classid)
    and not exists (
      select from pg_range g
      join pggit.live_objects l on l.objid = g.rngtypid and l.classid = u.classid
      where u.classid = 'pg_type'::regclass and g.rngmultitypid = u.objid);
end
$pggit$;

comment on function pggit._unknown_addresses(oid[], oid[]) is
  'Those of the given addresses that pggit does not know.';
