-- Compares described objects with what pggit knew and writes the difference: blobs, journal rows,
-- live state. Objects among the seen addresses that were not described are gone.
--
-- p_step: a journal row with what is the same for all of them (deployment, migration) and what holds
-- for objects that no command named (command, role). p_marks: the objects that commands named,
-- {objid: {tag, role}}. p_reached_objids: what else those commands may have changed. p_causes: the
-- objects reached through a rename, {objid: the renamed object}. Maps, because a transaction may hold
-- thousands of objects and each of them is looked up.
--
-- The caller holds the rows of live_objects that change (_lock_known).

create or replace function pggit._write_changes(
  p_tracking pggit._tracking,
  p_step pggit.changes,
  p_described pggit._description[],
  p_seen_classids oid[],
  p_seen_objids oid[],
  p_marks jsonb,
  p_reached_objids oid[],
  p_causes jsonb
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
  v_known pggit.live_objects;
  v_ids text[];
  v_mark jsonb;
  v_rebound uuid[] := '{}'::uuid[];
  v_renamed jsonb;
  v_renamed_indexes jsonb;
  r record;
begin
  select
    jsonb_object_agg(d.objid, l.object_id),
    jsonb_object_agg(d.parent_objid, l.object_id) filter (where d.kind = 'index')
  into v_renamed, v_renamed_indexes
  from unnest(p_described) d
  join pggit.live_objects l on l.objid = d.objid and l.classid = d.classid
  where l.identity <> d.identity or l.column_names <> d.column_names;

  for r in
    select d.*, l as known,
      pggit._blob_hash(d.kind, d.definition) as blob,
      pggit._ignore_rule(
        d.schema_name, d.identity, d.parent_objid, d.definition ->> 'comment', p_tracking) as rule
    from unnest(p_described) d
    left join pggit.live_objects l
      on l.objid = d.objid and l.classid = d.classid and l.kind = d.kind
    where d.definition is not null
    order by l.object_id, d.kind, d.identity
  loop
    -- Known by address; else by name, when the object of that name is not elsewhere by now.
    v_known := r.known;
    if v_known.object_id is null then
      v_known := pggit._known_by_name(r.kind, r.identity, r.parent_objid, r.blob, p_described);
      if v_known.object_id is not null then
        v_rebound := v_rebound || v_known.object_id;
      end if;
    end if;

    v_ids := pggit._assign_column_ids(
      r.column_names, v_known.column_names, v_known.column_ids, v_known.objid = r.objid);
    if r.rule is not null then
      if v_known.object_id is not null then
        delete from pggit.live_objects l where l.object_id = v_known.object_id;
        v_step.change := 'untracked';
      else
        continue;
      end if;
    elsif v_known.object_id is null then
      v_step.change := 'added';
    elsif v_known.identity <> r.identity then
      v_step.change := 'renamed';
    elsif v_known.blob <> r.blob or pggit._special_column_ids(r.column_names, v_ids)
        is distinct from pggit._special_column_ids(v_known.column_names, v_known.column_ids) then
      v_step.change := 'changed';
    else
      -- The same object at another address, or with one more dropped column behind it.
      update pggit.live_objects l
      set objid = r.objid, classid = r.classid, parent_objid = r.parent_objid,
          column_names = r.column_names, column_ids = v_ids
      where l.object_id = v_known.object_id
        and (l.objid, l.classid, l.parent_objid, l.column_names)
          is distinct from (r.objid, r.classid, r.parent_objid, r.column_names);
      continue;
    end if;

    v_mark := p_marks -> r.objid::text;
    v_step.object_id := coalesce(v_known.object_id, pggit._new_object_id(r.kind, r.identity));
    v_step.kind := r.kind;
    v_step.old_identity := v_known.identity;
    v_step.new_identity := case when r.rule is null then r.identity end;
    v_step.old_blob := v_known.blob;
    v_step.new_blob := case when r.rule is null then r.blob end;
    v_step.old_column_ids :=
      pggit._special_column_ids(v_known.column_names, v_known.column_ids);
    v_step.new_column_ids :=
      case when r.rule is null then pggit._special_column_ids(r.column_names, v_ids) end;
    -- The change follows from a rename when nothing named the object itself. One that the commands
    -- reached (a partition, the table of an index, what was granted: the mark 0) must differ in names
    -- alone.
    v_step.caused_by := case when v_mark is null and r.rule is null and v_known.object_id is not null
      then coalesce(
        p_causes ->> r.objid::text,
        p_causes ->> r.parent_objid::text,
        v_renamed ->> r.parent_objid::text,
        v_renamed_indexes ->> r.objid::text)::uuid end;
    if v_step.caused_by is not null
      and (r.kind in ('table', 'foreign table') or p_marks ? '0')
      and r.objid = any (p_reached_objids)
      and not pggit._only_names_differ(
        r.kind, v_known.blob, r.definition, v_step.old_column_ids, v_step.new_column_ids)
    then
      v_step.caused_by := null;
    end if;
    -- An object that no command named came with the table it lives on.
    v_mark := coalesce(v_mark, p_marks -> r.parent_objid::text);
    v_step.command_tag := coalesce(v_mark ->> 'tag', p_step.command_tag);
    v_step.role_name := coalesce(v_mark ->> 'role', p_step.role_name);

    if v_step.new_blob is not null then
      perform pggit._store_blob(r.blob, r.kind, r.definition);
    end if;
    v_step.change_id := pggit._journal(v_step);
    v_written := v_written || v_step.change_id;

    if r.rule is null then
      insert into pggit.live_objects as l
        (object_id, kind, schema_name, identity, classid, objid, parent_objid, blob,
         column_names, column_ids, change_id)
      values
        (v_step.object_id, r.kind, r.schema_name, r.identity, r.classid, r.objid, r.parent_objid,
         r.blob, r.column_names, v_ids, v_step.change_id)
      on conflict (object_id) do update set
        schema_name = excluded.schema_name,
        identity = excluded.identity,
        classid = excluded.classid,
        objid = excluded.objid,
        parent_objid = excluded.parent_objid,
        blob = excluded.blob,
        column_names = excluded.column_names,
        column_ids = excluded.column_ids,
        change_id = excluded.change_id;
    end if;
  end loop;

  return v_written || pggit._write_removals(
    p_step, p_described, p_seen_classids, p_seen_objids, v_rebound, p_marks);
end
$pggit$;

comment on function pggit._write_changes(
  pggit._tracking, pggit.changes, pggit._description[], oid[], oid[], jsonb, oid[], jsonb) is
  'Writes the differences between described objects and the live state; returns their change_ids.';
