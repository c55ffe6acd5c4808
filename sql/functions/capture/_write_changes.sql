-- Compares described objects with what pggit knows and writes the difference: blobs, journal rows, live
-- state, each with one statement for all of them. What is known is found by address, else by name.
--
-- p_step: a journal row with what is the same for all of them (deployment, migration, commit) and what
-- holds for objects that no command named (command, role). p_rules: for each of the described why it is
-- not tracked, null for a tracked one; null when all are. p_marks: the objects that commands named,
-- {objid: {tag, role}}. p_reached_objids: what else those commands may have changed. p_causes: the
-- objects reached through a rename, {objid: the renamed object}; p_has_renames: whether one of the
-- described has a new name or new column names itself.
--
-- The numbers of the journal are drawn here, so that the live state can name them. Two sessions that
-- store the same new definition at the same moment would wait for each other on a unique key, for as
-- long as a migration's transaction lasts, and could deadlock: the key of blobs holds the writer's
-- transaction too, so neither waits.
--
-- The caller holds the rows of live_objects that change (_lock_known).

create or replace function pggit._write_changes(
  p_step pggit.changes,
  p_described pggit._description[],
  p_rules text[],
  p_marks jsonb,
  p_reached_objids oid[],
  p_causes jsonb,
  p_has_renames boolean
)
returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_has_causes constant boolean := p_has_renames or p_causes <> '{}';
  -- What has a new name, by its address, for what lives on it; an index with one, by its table's.
  v_renamed jsonb := '{}'::jsonb;
  v_renamed_indexes jsonb := '{}'::jsonb;
  v_continued jsonb;
  v_step pggit.changes := p_step;
  v_known pggit.live_objects;
  v_live pggit.live_objects;
  v_blobs pggit.blobs[] := '{}'::pggit.blobs[];
  v_steps pggit.changes[] := '{}'::pggit.changes[];
  v_lives pggit.live_objects[] := '{}'::pggit.live_objects[];
  v_untracked uuid[] := '{}'::uuid[];
  v_written bigint[] := '{}'::bigint[];
  v_mark jsonb;
  r record;
begin
  if p_has_renames then
    select
      coalesce(jsonb_object_agg(d.objid, l.object_id), '{}'),
      coalesce(jsonb_object_agg(d.parent_objid, l.object_id) filter (where d.kind = 'index'), '{}')
    into v_renamed, v_renamed_indexes
    from unnest(p_described) d
    join pggit.live_objects l on l.objid = d.objid and l.classid = d.classid
    where l.identity <> d.identity or l.column_names <> d.column_names;
  end if;
  v_step.login_name := session_user::text;
  v_step.application_name := current_setting('application_name');
  v_step.backend_pid := pg_backend_pid();
  v_step.transaction_id := pg_current_xact_id();

  for r in
    select d.*, l as known, pggit._blob_hash(d.kind, d.definition) as blob,
      -- Nothing at this address, and yet something of this name, or an index that lost its own.
      l.object_id is null and (
        exists (select from pggit.live_objects o where o.kind = d.kind and o.identity = d.identity)
        or d.kind = 'index' and exists (
          select from pggit.live_objects o
          where o.parent_objid = d.parent_objid and o.kind = 'index'
            and o.blob = pggit._blob_hash(d.kind, d.definition))) as may_continue
    from unnest(p_described) with ordinality as d
      (kind, classid, objid, schema_name, identity, parent_objid, column_names, definition, n)
    left join pggit.live_objects l
      on l.objid = d.objid and l.classid = d.classid and l.kind = d.kind
    where d.definition is not null
    order by d.n
  loop
    v_known := r.known;
    if r.may_continue then
      v_continued := coalesce(v_continued, pggit._continued_objects(p_described));
      select l.* into v_known
      from pggit.live_objects l where l.object_id = (v_continued ->> r.n::text)::uuid;
    end if;

    v_live.object_id := v_known.object_id;
    v_live.kind := r.kind;
    v_live.schema_name := r.schema_name;
    v_live.identity := r.identity;
    v_live.classid := r.classid;
    v_live.objid := r.objid;
    v_live.parent_objid := r.parent_objid;
    v_live.blob := r.blob;
    v_live.column_names := r.column_names;
    v_live.column_ids := case when r.column_names is not null then pggit._assign_column_ids(
      r.column_names, v_known.column_names, v_known.column_ids, v_known.objid = r.objid) end;
    v_step.old_column_ids := case when v_known.column_names is not null then
      pggit._special_column_ids(v_known.column_names, v_known.column_ids) end;
    v_step.new_column_ids := case when r.column_names is not null then
      pggit._special_column_ids(r.column_names, v_live.column_ids) end;

    if p_rules[r.n] is not null then
      continue when v_known.object_id is null;
      v_step.change := 'untracked';
      v_step.new_column_ids := null;
    elsif v_known.object_id is null then
      v_step.change := 'added';
      v_live.object_id := pggit._new_object_id(r.kind, r.identity);
    elsif v_known.identity <> r.identity then
      v_step.change := 'renamed';
    elsif v_known.blob <> r.blob or v_step.new_column_ids is distinct from v_step.old_column_ids then
      v_step.change := 'changed';
    else
      -- The same object at another address, or with one more dropped column behind it.
      v_live.change_id := v_known.change_id;
      if v_live is distinct from v_known then
        v_lives := v_lives || v_live;
      end if;
      continue;
    end if;

    v_mark := p_marks -> r.objid::text;
    v_step.object_id := v_live.object_id;
    v_step.kind := r.kind;
    v_step.old_identity := v_known.identity;
    v_step.old_blob := v_known.blob;
    v_step.caused_by := null;
    -- The change follows from a rename when nothing named the object itself. One that the commands
    -- reached (a partition, the table of an index, what was granted: the mark 0) must differ in names
    -- alone.
    if v_has_causes and v_mark is null and p_rules[r.n] is null and v_known.object_id is not null then
      v_step.caused_by := coalesce(
        p_causes ->> r.objid::text,
        p_causes ->> r.parent_objid::text,
        v_renamed ->> r.parent_objid::text,
        v_renamed_indexes ->> r.objid::text)::uuid;
      if v_step.caused_by is not null
        and (r.kind in ('table', 'foreign table') or p_marks ? '0')
        and r.objid = any (p_reached_objids)
        and not pggit._only_names_differ(
          r.kind, v_known.blob, r.definition, v_step.old_column_ids, v_step.new_column_ids)
      then
        v_step.caused_by := null;
      end if;
    end if;
    -- An object that no command named came with the table it lives on.
    v_mark := coalesce(v_mark, p_marks -> r.parent_objid::text);
    v_step.command_tag := coalesce(v_mark ->> 'tag', p_step.command_tag);
    v_step.role_name := coalesce(v_mark ->> 'role', p_step.role_name);
    v_step.change_id := nextval('pggit.changes_change_id_seq'::regclass);
    v_step.changed_at := clock_timestamp();
    v_written := v_written || v_step.change_id;

    if v_step.change = 'untracked' then
      v_step.new_identity := null;
      v_step.new_blob := null;
      v_untracked := v_untracked || v_known.object_id;
    else
      v_step.new_identity := r.identity;
      v_step.new_blob := r.blob;
      v_blobs := v_blobs
        || row(r.blob, v_step.transaction_id, r.kind, r.definition)::pggit.blobs;
      v_live.change_id := v_step.change_id;
      v_lives := v_lives || v_live;
    end if;
    v_steps := v_steps || v_step;
  end loop;

  if v_blobs <> '{}' then
    insert into pggit.blobs (hash, transaction_id, kind, definition)
    select distinct on (n.hash) n.hash, n.transaction_id, n.kind, n.definition
    from unnest(v_blobs) n
    where not exists (select from pggit.blobs b where b.hash = n.hash);
  end if;
  if v_steps <> '{}' then
    insert into pggit.changes overriding system value select * from unnest(v_steps);
  end if;
  if v_untracked <> '{}' then
    delete from pggit.live_objects l where l.object_id = any (v_untracked);
  end if;
  if v_lives <> '{}' then
    insert into pggit.live_objects as l select * from unnest(v_lives)
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
  return v_written;
end
$pggit$;

comment on function pggit._write_changes(
  pggit.changes, pggit._description[], text[], jsonb, oid[], jsonb, boolean) is
  'Writes the differences between described objects and what pggit knows; returns their change_ids.';
