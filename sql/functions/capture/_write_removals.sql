-- Writes the removal of objects that are gone: known at one of the seen addresses, not described as what
-- they were (a locked one has no kind), and not found again under their name.

create or replace function pggit._write_removals(
  p_step pggit.changes,
  p_described pggit._description[],
  p_seen_classids oid[],
  p_seen_objids oid[],
  p_rebound uuid[],
  p_marks jsonb
)
returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_step pggit.changes := p_step;
  v_written bigint[] := '{}'::bigint[];
  r pggit.live_objects;
begin
  for r in
    delete from pggit.live_objects l
    using unnest(p_seen_classids, p_seen_objids) as s (classid, objid)
    where l.objid = s.objid and l.classid = s.classid
      and not exists (
        select from unnest(p_described) d
        where d.objid = l.objid and d.classid = l.classid and coalesce(d.kind, l.kind) = l.kind)
      and l.object_id <> all (p_rebound)
    returning l.*
  loop
    v_step.object_id := r.object_id;
    v_step.kind := r.kind;
    v_step.change := 'removed';
    v_step.old_identity := r.identity;
    v_step.new_identity := null;
    v_step.old_blob := r.blob;
    v_step.new_blob := null;
    v_step.old_column_ids := pggit._special_column_ids(r.column_names, r.column_ids);
    v_step.new_column_ids := null;
    v_step.caused_by := null;
    v_step.command_tag := coalesce(p_marks -> r.objid::text ->> 'tag', p_step.command_tag);
    v_step.role_name := coalesce(p_marks -> r.objid::text ->> 'role', p_step.role_name);
    v_written := v_written || pggit._journal(v_step);
  end loop;
  return v_written;
end
$pggit$;

comment on function pggit._write_removals(
  pggit.changes, pggit._description[], oid[], oid[], uuid[], jsonb) is
  'Writes the removal of known objects that are gone; returns their change_ids.';
