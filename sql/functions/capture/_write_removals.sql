-- Writes the removal of objects that are gone: known before, not described as what they were (a locked
-- one has no kind), and not found again under their name, which would have given them another address
-- by now. A transaction that keeps one snapshot may not remove what another session has changed since:
-- that is given up, with a warning.

create or replace function pggit._write_removals(
  p_step pggit.changes,
  p_described pggit._description[],
  p_known_ids uuid[],
  p_known_objids oid[],
  p_marks jsonb
)
returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_written bigint[];
  v_known_ids uuid[];
  v_gone uuid[];
  v_overtaken text[];
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    v_gone := array(
      select l.object_id
      from unnest(p_known_ids, p_known_objids) as k (object_id, objid)
      join pggit.live_objects l on l.object_id = k.object_id and l.objid = k.objid
      where (l.objid, l.classid, l.kind) not in (
          select d.objid, d.classid, d.kind from unnest(p_described) d where d.kind is not null)
        and (l.objid, l.classid) not in (
          select d.objid, d.classid from unnest(p_described) d where d.kind is null));
    v_known_ids := pggit._lock_current(v_gone);
    v_overtaken := array(
      select format('%s %s', l.kind, l.identity) from pggit.live_objects l
      where l.object_id = any (v_gone) and l.object_id <> all (v_known_ids));
    perform pggit._report_overtaken(v_overtaken);
  end if;
  with gone as (
    delete from pggit.live_objects l
    using unnest(p_known_ids, p_known_objids) as k (object_id, objid)
    where l.object_id = k.object_id and l.objid = k.objid
      and (v_gone is null or l.object_id = any (v_known_ids))
      -- NOT IN, because its list is hashed whatever its length is taken for.
      and (l.objid, l.classid, l.kind) not in (
        select d.objid, d.classid, d.kind from unnest(p_described) d where d.kind is not null)
      and (l.objid, l.classid) not in (
        select d.objid, d.classid from unnest(p_described) d where d.kind is null)
    returning l.*
  ),
  journal as (
    insert into pggit.changes
      (object_id, kind, change, old_identity, old_blob, old_column_ids, commit_id, deployment_id,
       link_id, login_name, role_name, application_name, backend_pid, command_tag)
    select
      g.object_id, g.kind, 'removed', g.identity, g.blob,
      pggit._special_column_ids(g.column_names, g.column_ids),
      p_step.commit_id, p_step.deployment_id, p_step.link_id, session_user,
      coalesce(p_marks -> g.objid::text ->> 'role', p_step.role_name),
      current_setting('application_name'), pg_backend_pid(),
      coalesce(p_marks -> g.objid::text ->> 'tag', p_step.command_tag)
    from gone g
    order by g.change_id
    returning change_id
  )
  select array_agg(j.change_id order by j.change_id) into v_written from journal j;
  return coalesce(v_written, '{}'::bigint[]);
end
$pggit$;

comment on function pggit._write_removals(
  pggit.changes, pggit._description[], uuid[], oid[], jsonb) is
  'Writes the removal of known objects that are gone; returns their change_ids.';
