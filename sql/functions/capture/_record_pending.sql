-- Describes what the running transaction has marked and writes the differences into the journal.
-- Called at the end of a transaction, and earlier at every boundary that changes must not blur: the
-- begin and end of a deployment, a row in a migration tool's history table.
--
-- In turn: the marks; what else the commands may have changed (_expand); what pggit knows of those
-- addresses; how they are now (_describe); which of them differ; what depends on those with a new
-- name, described in the same way until there is no more; the rows of the journal.
--
-- Most transactions need few of the steps, and a fresh session has to plan each one it takes: a step is
-- only called when there is something for it to do.
--
-- In an emergency stop only what capture() and the like have marked goes on.
--
-- The planner's settings: everything is looked up by key. A plan is kept for the life of the session, and
-- one made while the catalog was small would read all of it for every change when it no longer is: whole
-- tables, and whole indexes to hash or merge them. They hold for what is called from here as well, so
-- nothing there may join two long lists.
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
set quote_all_identifiers = off
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set jit = off
as $pggit$
declare
  v_xid constant xid8 := pg_current_xact_id_if_assigned();
  v_flush int := 0;
  v_tracking pggit._tracking;
  v_has_drops boolean;
  v_may_be_renamed boolean;
  v_marked_classids oid[];
  v_marked_objids oid[];
  v_tags text[];
  v_marks jsonb;
  v_step pggit.changes;
  v_classids oid[];
  v_objids oid[];
  v_reached_objids oid[];
  v_seen_classids oid[];
  v_seen_objids oid[];
  v_unknown_classids oid[];
  v_unknown_objids oid[];
  v_known_ids uuid[];
  v_known_changes bigint[];
  v_known_objids oid[];
  v_found bigint := 0::bigint;
  v_batch pggit._description[];
  v_rules text[];
  v_ignored text[] := '{}'::text[];
  v_described pggit._description[];
  v_differing pggit._description[];
  v_locked pggit._description[];
  v_is_known boolean;
  v_is_locked boolean;
  v_may_continue boolean;
  v_is_renamed boolean;
  v_has_rules boolean;
  v_has_renames boolean;
  v_causes jsonb;
  v_written bigint[] := '{}'::bigint[];
begin
  if v_xid is null then
    return v_written;
  end if;
  if current_setting('pggit.flush', true) <> '' then
    v_flush := pggit._current_flush();
  end if;
  if current_setting('pggit.noted', true) <> '' then
    perform pggit._take_noted_marks();
  end if;
  -- A history row in a transaction of its own, or the end of one that was described at its history row.
  if not exists (
    select from pggit.dirty_objects m
    where m.transaction_id = v_xid and m.flush = v_flush and m.classid <> 0)
  then
    delete from pggit.dirty_objects d where d.transaction_id = v_xid and d.flush = v_flush;
    return v_written;
  end if;
  v_tracking := pggit._tracking_configuration();
  if v_tracking.disabled_until > clock_timestamp() then
    delete from pggit.dirty_objects d
    where d.transaction_id = v_xid and d.flush = v_flush and d.command_tag <> 'CAPTURE';
  end if;
  if v_tracking.ignore_operations is not null or v_tracking.track_operations is not null
    or v_tracking.ignore_patterns is not null
  then
    perform pggit._drop_ignored_marks(v_xid, v_flush, v_tracking);
  end if;

  -- The oldest mark of each object first; the first of all names what no command named. An altered
  -- object that pggit does not track, or a schema, may have a new name for all it knows; one that this
  -- transaction made has none that anything older could mention.
  select array_agg(d.classid), array_agg(d.objid), array_agg(d.tags),
    jsonb_object_agg(d.objid, jsonb_build_object('tag', d.tags, 'role', d.role_name)),
    (array_agg(d.tags))[1], (array_agg(d.role_name))[1], bool_or(d.is_dropped),
    bool_or((d.classid = 'pg_namespace'::regclass or (d.tags like '%ALTER%'
        and d.tags !~ '^CREATE (TABLE|SEQUENCE|INDEX|TRIGGER|DOMAIN|TYPE)'))
      and not exists (
        select from pggit.live_objects l where l.objid = d.objid and l.classid = d.classid)),
    p_deployment_id, p_link_id, p_commit_id
  into v_marked_classids, v_marked_objids, v_tags, v_marks, v_step.command_tag, v_step.role_name,
    v_has_drops, v_may_be_renamed, v_step.deployment_id, v_step.link_id, v_step.commit_id
  from (
    select t.classid, t.objid, min(t.role_name) as role_name,
      string_agg(t.command_tag, ', ' order by t.marked_at) as tags,
      bool_or(t.is_dropped) as is_dropped
    from (
      select m.classid, m.objid, m.command_tag, min(m.role_name) as role_name,
        min(m.marked_at) as marked_at, bool_or(m.is_dropped) as is_dropped
      from pggit.dirty_objects m
      where m.transaction_id = v_xid and m.flush = v_flush and m.classid <> 0
      group by m.classid, m.objid, m.command_tag
    ) t
    group by t.classid, t.objid
    order by min(t.marked_at)
  ) d;
  if v_marked_objids is null then
    delete from pggit.dirty_objects d where d.transaction_id = v_xid and d.flush = v_flush;
    return v_written;
  end if;
  if v_may_be_renamed or 'pg_namespace'::regclass = any (v_marked_classids) then
    if pggit._follow_history_tables() then
      v_tracking := pggit._tracking_configuration();
    end if;
  end if;
  if current_setting('pggit.bound_to', true)
    is distinct from 'pggit.live_objects'::regclass::oid::text
  then
    perform pggit._rebind_live_objects();
  end if;
  if v_has_drops then
    select v_marked_classids || array_agg(v.classid), v_marked_objids || array_agg(v.objid)
    into v_marked_classids, v_marked_objids
    from pggit._vanished_objects(v_xid) v;
  end if;

  select e.p_classids, e.p_objids, e.p_objids into v_classids, v_objids, v_reached_objids
  from pggit._expand(v_xid, v_marked_classids, v_marked_objids) e;
  delete from pggit.dirty_objects d where d.transaction_id = v_xid and d.flush = v_flush;
  perform set_config('pggit.flush', v_xid || ':' || v_flush + 1, true);
  if v_may_be_renamed then
    select a.p_classids, a.p_objids into v_unknown_classids, v_unknown_objids
    from (
      select array_agg(m.classid) as classids, array_agg(m.objid) as objids
      from unnest(v_marked_classids, v_marked_objids, v_tags) as m (classid, objid, tags)
      where m.tags like '%ALTER%' or m.classid = 'pg_namespace'::regclass
    ) m
    cross join lateral pggit._unknown_addresses(m.classids, m.objids) a;
  end if;

  loop
    select v_known_ids || array_agg(l.object_id), v_known_changes || array_agg(l.change_id),
      v_known_objids || array_agg(l.objid)
    into v_known_ids, v_known_changes, v_known_objids
    from unnest(v_classids, v_objids) as u (classid, objid)
    join pggit.live_objects l on l.objid = u.objid and l.classid = u.classid;
    v_batch := array(select d from pggit._describe(v_classids, v_objids) d);
    v_rules := pggit._ignore_rules(v_batch, v_tracking);
    v_ignored := v_ignored || array_remove(v_rules, null);

    -- What became ignored differs too. Columns at the end of a table rename nothing.
    select
      v_described || v_batch,
      v_differing || array_agg(c.description) filter (where c.differs),
      v_found + count(c.object_id),
      coalesce(bool_or(c.differs and c.object_id is not null), false) or v_is_known,
      coalesce(bool_or(c.differs and c.rule is not null), false) or v_has_rules,
      coalesce(bool_or(c.is_locked), false) or v_is_locked,
      coalesce(bool_or(c.may_continue), false) or v_may_continue,
      bool_or(c.differs and (
        c.identity <> c.old_identity
        or c.old_columns is distinct from c.columns[1:cardinality(c.old_columns)]
        or c.kind in ('schema', 'extension', 'enum', 'range type')))
    into v_described, v_differing, v_found, v_is_known, v_has_rules, v_is_locked, v_may_continue,
      v_is_renamed
    from (
      select
        row(d.kind, d.classid, d.objid, d.schema_name, d.identity, d.parent_objid, d.column_names,
          d.definition)::pggit._description as description,
        v_rules[d.n] as rule, l.object_id, d.kind, d.identity, l.identity as old_identity,
        d.column_names as columns, l.column_names as old_columns, d.definition is null as is_locked,
        case
          when d.definition is null then true
          when l.object_id is null then v_rules[d.n] is null
          else v_rules[d.n] is not null
            or d.identity <> l.identity
            or d.column_names is distinct from l.column_names
            or pggit._blob_hash(d.kind, d.definition) <> l.blob
        end as differs,
        -- Nothing at this address, and yet something of this name, or an index that lost its own.
        l.object_id is null and (
          exists (
            select from pggit.live_objects o where o.kind = d.kind and o.identity = d.identity)
          or d.kind = 'index' and exists (
            select from pggit.live_objects o
            where o.parent_objid = d.parent_objid and o.kind = 'index'
              and o.blob = pggit._blob_hash(d.kind, d.definition))) as may_continue
      from unnest(v_batch) with ordinality as d
        (kind, classid, objid, schema_name, identity, parent_objid, column_names, definition, n)
      left join pggit.live_objects l
        on l.objid = d.objid and l.classid = d.classid and l.kind = coalesce(d.kind, l.kind)
    ) c;
    exit when v_unknown_objids is null and v_is_renamed is not true;

    v_has_renames := v_has_renames or v_is_renamed;
    v_seen_classids := v_seen_classids || v_classids;
    v_seen_objids := v_seen_objids || v_objids;
    select array_agg(n.classid), array_agg(n.objid),
      coalesce(jsonb_object_agg(n.objid, n.caused_by) filter (where n.caused_by is not null), '{}')
        || coalesce(v_causes, '{}')
    into v_classids, v_objids, v_causes
    from pggit._renamed_dependents(v_batch, v_unknown_classids, v_unknown_objids) n;
    exit when v_objids is null;
    select a.p_classids, a.p_objids into v_unknown_classids, v_unknown_objids
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

  if v_ignored <> '{}' then
    perform pggit._count_ignored(v_ignored);
  end if;
  if v_is_known then
    v_locked := pggit._lock_known(v_differing, v_known_ids, v_known_changes);
    if v_locked <> v_differing then
      v_differing := v_locked;
      v_has_rules := true;
      v_is_locked := true;
    end if;
  end if;
  if v_differing is not null and current_setting('transaction_isolation') <> 'read committed' then
    v_written := pggit._write_current_changes(
      v_step, v_differing, v_tracking, v_marks, v_reached_objids, v_causes, v_has_renames,
      v_may_continue);
  elsif v_differing is not null then
    for v_attempt in 1 .. 5 loop
      begin
        v_written := pggit._write_changes(
          v_step, v_differing,
          case when v_has_rules then pggit._ignore_rules(v_differing, v_tracking) end,
          v_marks, v_reached_objids, v_causes, v_has_renames,
          case when v_may_continue then pggit._continued_objects(v_differing) end);
        exit;
      exception when serialization_failure then
        if v_attempt = 5 then
          raise;
        end if;
        -- What was unknown, or known by its name alone, another session has recorded meanwhile. Now it is
        -- there to be locked, and described as it is then.
        v_differing := pggit._lock_known(v_differing, '{}', '{}');
        v_has_rules := true;
        v_is_locked := true;
      end;
    end loop;
  end if;
  if v_found < cardinality(v_known_ids) then
    v_written := v_written || pggit._write_removals(
      v_step, v_described, v_known_ids, v_known_objids, v_marks);
  end if;
  if v_is_locked then
    perform pggit._report_locked(v_differing);
  end if;
  -- What another session has changed since the snapshot is still there in it when this one drops it.
  if v_has_drops and current_setting('transaction_isolation') <> 'read committed' then
    perform pggit._report_overtaken(array(
      select format('%s %s', l.kind, l.identity)
      from unnest(v_described) d
      join pggit.live_objects l on l.objid = d.objid and l.classid = d.classid
      where (pg_identify_object(d.classid, d.objid, 0)).identity is null
      order by 1));
  end if;
  return v_written;
end
$pggit$;

comment on function pggit._record_pending(uuid, bigint, uuid) is
  'Describes what this transaction marked and writes the differences into the journal; returns their change_ids.';
