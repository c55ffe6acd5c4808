-- The known object that a described one continues although its address is another: one of the same
-- kind and name that is not described elsewhere (dropped and created again), or an index rebuilt under
-- another oid and renamed since, which its table and definition give away.

create or replace function pggit._known_by_name(
  p_kind text,
  p_identity text,
  p_parent_objid oid,
  p_blob bytea,
  p_described pggit._description[]
)
returns pggit.live_objects
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_known pggit.live_objects;
begin
  select l.* into v_known
  from pggit.live_objects l
  where l.kind = p_kind and l.identity = p_identity
    and not exists (
      select from unnest(p_described) d where d.objid = l.objid and d.classid = l.classid)
  limit 1;
  if v_known.object_id is null and p_kind = 'index' then
    select l.* into v_known
    from pggit.live_objects l
    where l.parent_objid = p_parent_objid and l.kind = 'index' and l.blob = p_blob
      and not exists (select from pg_class c where c.oid = l.objid)
    limit 1;
  end if;
  return v_known;
end
$pggit$;

comment on function pggit._known_by_name(text, text, oid, bytea, pggit._description[]) is
  'The known object that a described one at a new address continues; null for a new object.';
