-- Describes what the running transaction has marked and writes the differences into the journal.
-- Called at the end of a transaction, and earlier at every boundary that changes must not blur: the
-- begin and end of a deployment, a row in a migration tool's history table.
--
-- enable_seqscan: a plan is kept for the life of the session, and one made while the catalog was
-- small would read all of it for every change when it no longer is.
--
-- p_deployment_id, p_link_id: the deployment and the migration the changes belong to, if any.
-- p_commit_id: the commit they are about to become; without one they stay staged. Returns the journal
-- rows written.

create or replace function pggit._record_pending(
  p_deployment_id uuid,
  p_link_id bigint default null,
  p_commit_id uuid default null
)
returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_xid constant xid8 := pg_current_xact_id_if_assigned();
  v_flush constant int := pggit._current_flush();
  v_tracking pggit._tracking;
  v_has_drops boolean;
  v_marked_classids oid[];
  v_marked_objids oid[];
  v_tags text[];
  v_marks jsonb;
  v_step pggit.changes;
  v_classids oid[];
  v_objids oid[];
  v_batch pggit._description[];
  v_described pggit._description[] := '{}'::pggit._description[];
  v_seen_classids oid[] := '{}'::oid[];
  v_seen_objids oid[] := '{}'::oid[];
  v_reached_objids oid[];
  v_unknown record;
  v_known_ids uuid[] := '{}'::uuid[];
  v_known_changes bigint[] := '{}'::bigint[];
  v_written bigint[];
  v_causes jsonb := '{}'::jsonb;
begin
  if v_xid is null then
    return '{}'::bigint[];
  end if;
  v_tracking := pggit._tracking_configuration();

  select array_agg(d.classid), array_agg(d.objid), array_agg(d.tags),
    jsonb_object_agg(d.objid, jsonb_build_object('tag', d.tags, 'role', d.role_name)),
    (array_agg(d.tags))[1], (array_agg(d.role_name))[1], bool_or(d.has_drops)
  into v_marked_classids, v_marked_objids, v_tags, v_marks, v_step.command_tag, v_step.role_name,
    v_has_drops
  from (
    select d.classid, d.objid, min(d.role_name) as role_name,
      string_agg(d.command_tag, ', ' order by d.marked_at) as tags,
      bool_or(d.is_dropped) as has_drops
    from pggit.dirty_objects d
    where d.transaction_id = v_xid
      and d.flush = v_flush
      and d.classid <> 0
      and (d.command_tag = 'CAPTURE'
        or not pggit._is_ignored_operation(d.command_tag, v_tracking)
        or pggit._is_tracked_by_comment(d.classid, d.objid, v_tracking))
    group by d.classid, d.objid
    order by min(d.marked_at)
  ) d;
  if v_marked_objids is null then
    delete from pggit.dirty_objects d where d.transaction_id = v_xid and d.flush = v_flush;
    return '{}'::bigint[];
  end if;
  perform pggit._rebind_live_objects();
  if v_has_drops then
    select v_marked_classids || array_agg(v.classid), v_marked_objids || array_agg(v.objid)
    into v_marked_classids, v_marked_objids
    from pggit._vanished_objects(v_xid) v;
  end if;

  select e.p_classids, e.p_objids into v_classids, v_objids
  from pggit._expand(v_xid, v_marked_classids, v_marked_objids) e;
  delete from pggit.dirty_objects d where d.transaction_id = v_xid and d.flush = v_flush;
  perform set_config('pggit.flush', v_xid || ':' || v_flush + 1, true);
  v_reached_objids := v_objids;

  select a.p_classids, a.p_objids into v_unknown
  from (
    select array_agg(m.classid) as classids, array_agg(m.objid) as objids
    from unnest(v_marked_classids, v_marked_objids, v_tags) as m (classid, objid, tags)
    where m.tags like '%ALTER%' or m.classid = 'pg_namespace'::regclass
  ) m
  cross join lateral pggit._unknown_addresses(m.classids, m.objids) a;
  loop
    select v_known_ids || array_agg(l.object_id), v_known_changes || array_agg(l.change_id)
    into v_known_ids, v_known_changes
    from unnest(v_classids, v_objids) as u (classid, objid)
    join pggit.live_objects l on l.objid = u.objid and l.classid = u.classid;
    v_batch := array(select d from pggit._describe(v_classids, v_objids) d);
    v_described := v_described || v_batch;
    v_seen_classids := v_seen_classids || v_classids;
    v_seen_objids := v_seen_objids || v_objids;

    select array_agg(n.classid), array_agg(n.objid),
      coalesce(jsonb_object_agg(n.objid, n.caused_by) filter (where n.caused_by is not null), '{}')
        || v_causes
    into v_classids, v_objids, v_causes
    from pggit._renamed_dependents(v_batch, v_unknown.p_classids, v_unknown.p_objids) n;
    exit when v_objids is null;
    select a.p_classids, a.p_objids into v_unknown
    from pggit._unknown_addresses(v_classids, v_objids) a;

    -- What lives on a dependent relation carries its name; what was described already stays as it is.
    select array_agg(a.classid), array_agg(a.objid) into v_classids, v_objids
    from (
      select u.classid, u.objid
      from pggit._expand(v_xid, v_classids, v_objids) e
      cross join lateral unnest(e.p_classids, e.p_objids) as u (classid, objid)
      except
      select s.classid, s.objid from unnest(v_seen_classids, v_seen_objids) as s (classid, objid)
    ) a;
    exit when v_objids is null;
  end loop;

  v_described := pggit._lock_known(v_described, v_known_ids, v_known_changes);
  v_step.deployment_id := p_deployment_id;
  v_step.link_id := p_link_id;
  v_step.commit_id := p_commit_id;
  v_written := pggit._write_changes(
    v_tracking, v_step, v_described, v_seen_classids, v_seen_objids, v_marks,
    v_reached_objids, v_causes);
  perform pggit._report_locked(v_described);
  return v_written;
end
$pggit$;

comment on function pggit._record_pending(uuid, bigint, uuid) is
  'Describes what this transaction marked and writes the differences into the journal; returns their change_ids.';
