-- For _lock_known: takes stale descriptions out and describes those objects again; takes the definition
-- from objects that were to be locked and could not be.

create or replace function pggit._replace_descriptions(
  p_described pggit._description[],
  p_wanted uuid[],
  p_held uuid[],
  p_stale uuid[]
)
returns pggit._description[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_classids oid[];
  v_objids oid[];
begin
  select array_agg(l.classid), array_agg(l.objid) into v_classids, v_objids
  from pggit.live_objects l where l.object_id = any (p_stale);
  return array(
    select d
    from unnest(p_described) d
    where not exists (
      select from pggit.live_objects l
      where l.objid = d.objid and l.classid = d.classid
        and l.object_id = any (p_wanted)
        and (l.object_id <> all (p_held) or l.object_id = any (p_stale)))
    union all
    select d from pggit._describe(v_classids, v_objids) d
    union all
    select row(null, d.classid, d.objid, null, null, null, null, null)::pggit._description
    from unnest(p_described) d
    join pggit.live_objects l on l.objid = d.objid and l.classid = d.classid
    where l.object_id = any (p_wanted) and l.object_id <> all (p_held));
end
$pggit$;

comment on function pggit._replace_descriptions(pggit._description[], uuid[], uuid[], uuid[]) is
  'Describes stale objects again and gives up those that could not be locked.';
