-- Compares described objects with what pggit knows and writes the difference: blobs, journal rows, live
-- state, each with one statement for all of them.
--
-- p_step: a journal row with what is the same for all of them (deployment, migration, commit) and what
-- holds for objects that no command named (command, role). p_rules: for each of the described why it is
-- not tracked, null for a tracked one; null when all are. p_marks: the objects that commands named,
-- {objid: {tag, role}}. p_reached_objids: what else those commands may have changed. p_causes: the
-- objects reached through a rename, {objid: the renamed object}; p_has_renames: whether one of the
-- described has a new name or new column names itself. p_continued: the known objects that described
-- ones at new addresses continue, {position: object_id}.
--
-- The numbers of the journal are drawn here, so that the live state can name them. Two sessions that
-- store the same new definition at the same moment would wait for each other on a unique key, for as
-- long as a migration's transaction lasts, and could deadlock: the hash of a blob is no unique key, so
-- neither waits.
--
-- A definition is written out once, to be hashed as _blob_hash does it and to be stored. Blanks at its end
-- make the row long enough to be compressed (schema migration 0009); a constant of them costs a tenth of
-- what rpad takes. Ids of columns are kept where one is not the column's name.
--
-- The caller holds the rows of live_objects that change (_lock_known), except those found by name. A row
-- that is not as it was found is an error, never one made anew: an older snapshot may still show what
-- another session has removed.

create or replace function pggit._write_changes(
  p_step pggit.changes,
  p_described pggit._description[],
  p_rules text[],
  p_marks jsonb,
  p_reached_objids oid[],
  p_causes jsonb,
  p_has_renames boolean,
  p_continued jsonb
)
returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  -- What is stored stays stored until this transaction ends: nobody frees definitions now
  -- (_free_definitions), nor has since the snapshot was taken.
  v_is_known_for_sure constant boolean := pg_try_advisory_xact_lock_shared(482771167606)
    and current_setting('transaction_isolation') = 'read committed';
  v_is_utf8 constant boolean := getdatabaseencoding() = 'UTF8';
  -- What has a new name, by its address, for what lives on it; an index with one, by its table's.
  v_renamed jsonb;
  v_renamed_indexes jsonb;
  -- What leaves the history shows no new name that anything could follow from.
  v_leaving text[] := '{}'::text[];
  v_blobs pggit.blobs[];
  v_steps pggit.changes[];
  v_new pggit.live_objects[];
  v_kept pggit.live_objects[];
  v_kept_changes bigint[];
  v_updated bigint;
  v_untracked uuid[];
  v_written bigint[];
  -- What changes from a definition that is gone.
  v_lost text[];
begin
  if p_has_renames then
    select jsonb_object_agg(d.objid, l.object_id),
      jsonb_object_agg(d.parent_objid, l.object_id) filter (where d.kind = 'index')
    into v_renamed, v_renamed_indexes
    from unnest(p_described) d
    join pggit.live_objects l on l.objid = d.objid and l.classid = d.classid
    where l.identity <> d.identity or l.column_names <> d.column_names;
  end if;
  if p_rules is not null and (v_renamed is not null or p_causes is not null) then
    v_leaving := array(
      select l.object_id::text
      from unnest(p_described) with ordinality as d
        (kind, classid, objid, schema_name, identity, parent_objid, column_names, definition, n)
      join pggit.live_objects l on l.objid = d.objid and l.classid = d.classid
      where p_rules[d.n] is not null);
  end if;

  with described as materialized (
    select d.*, d.definition::text as definition_text
    from unnest(p_described) with ordinality as d
      (kind, classid, objid, schema_name, identity, parent_objid, column_names, definition, n)
    where d.definition is not null
  ),
  matched as materialized (
    select d.*, p_rules[d.n] as rule, k as known,
      case when v_is_utf8
        then sha256(convert_to(d.kind || E'\n' || d.definition_text, 'UTF8'))
        else pggit._blob_hash(d.kind, d.definition) end as blob,
      k.object_id as known_id, p_marks -> d.objid::text as mark,
      case when k.column_names is not null and k.column_ids is not null
        then pggit._special_column_ids(k.column_names, k.column_ids) end as known_special_ids,
      -- Null where every column has the id of its name: in a new relation, and where nothing but new
      -- columns at the end has been added to such a one.
      case when k.column_names is not null and d.column_names is not null
          and not (k.column_ids is null and k.objid = d.objid
            and d.column_names[1:cardinality(k.column_names)] = k.column_names)
        then pggit._assign_column_ids(
          d.column_names, k.column_names, k.column_ids, k.objid = d.objid) end as column_ids
    from described d
    left join pggit.live_objects a
      on a.objid = d.objid and a.classid = d.classid and a.kind = d.kind
    left join pggit.live_objects k
      on k.object_id = coalesce(a.object_id, (p_continued ->> d.n::text)::uuid)
    where p_rules[d.n] is null or k.object_id is not null
  ),
  compared as materialized (
    select m.*, s.special_ids,
      case
        when m.rule is not null then 'untracked'
        when m.known_id is null then 'added'
        when (m.known).identity <> m.identity then 'renamed'
        when (m.known).blob <> m.blob or s.special_ids is distinct from m.known_special_ids
          then 'changed'
      end as change
    from matched m
    cross join lateral (
      select case when m.rule is null and m.column_names is not null and m.column_ids is not null
        then pggit._special_column_ids(m.column_names, m.column_ids) end as special_ids
    ) s
    -- The same migrations number the same changes in every database.
    order by m.known_id is null, (select k.position from pggit.kinds k where k.kind = m.kind),
      m.identity
  ),
  written as materialized (
    select c.*, coalesce(c.known_id, pggit._new_object_id(c.kind, c.identity)) as object_id,
      case when c.change is null then (c.known).change_id
        else nextval('pggit.changes_change_id_seq') end as change_id,
      -- An object that no command named came with the table it lives on.
      coalesce(c.mark, p_marks -> c.parent_objid::text) as named,
      -- The change follows from a rename when nothing named the object itself. One that the commands
      -- reached (a partition, the table of an index, what was granted: the mark 0) must differ in names
      -- alone.
      case when c.mark is null and c.rule is null and c.known_id is not null
          and (v_renamed is not null or p_causes is not null) then (
        select q.cause::uuid
        from (
          select coalesce(
            p_causes ->> c.objid::text,
            p_causes ->> c.parent_objid::text,
            v_renamed ->> c.parent_objid::text,
            v_renamed_indexes ->> c.objid::text) as cause
        ) q
        where q.cause <> all (v_leaving) and not ((c.kind in ('table', 'foreign table') or p_marks ? '0')
          and c.objid = any (p_reached_objids)
          and not pggit._only_names_differ(
            c.kind, (c.known).blob, c.definition, c.known_special_ids, c.special_ids))
      ) end as caused_by
    from compared c
  )
  select
    array_agg(row(w.blob, w.kind, w.definition_text, null)::pggit.blobs)
      filter (where w.change <> 'untracked'),
    array_agg(row(
      w.change_id, w.object_id, w.kind, w.change, (w.known).identity,
      case when w.rule is null then w.identity end, (w.known).blob,
      case when w.rule is null then w.blob end, w.known_special_ids, w.special_ids, w.caused_by,
      pg_current_xact_id(), p_step.commit_id, p_step.deployment_id, p_step.link_id,
      session_user::text, coalesce(w.named ->> 'role', p_step.role_name),
      current_setting('application_name'), pg_backend_pid(),
      coalesce(w.named ->> 'tag', p_step.command_tag), clock_timestamp())::pggit.changes)
      filter (where w.change is not null),
    array_agg(row(
      w.object_id, w.kind, w.schema_name, w.identity, w.classid, w.objid, w.parent_objid, w.blob,
      w.column_names, nullif(w.column_ids, w.column_names), w.change_id)::pggit.live_objects)
      filter (where w.rule is null and w.known_id is null),
    -- Also the same object at another address, or with one more dropped column behind it.
    array_agg(row(
      w.object_id, w.kind, w.schema_name, w.identity, w.classid, w.objid, w.parent_objid, w.blob,
      w.column_names, nullif(w.column_ids, w.column_names), w.change_id)::pggit.live_objects)
      filter (where w.rule is null and w.known_id is not null),
    array_agg((w.known).change_id) filter (where w.rule is null and w.known_id is not null),
    array_agg(w.known_id) filter (where w.rule is not null),
    array_agg(w.change_id) filter (where w.change is not null),
    -- Not EXISTS, which may be planned as a hash of all blobs.
    array_agg(w.kind || ' ' || w.identity) filter (where w.change in ('changed', 'renamed')
      and (select b.hash from pggit.blobs b where b.hash = (w.known).blob limit 1) is null)
  into v_blobs, v_steps, v_new, v_kept, v_kept_changes, v_untracked, v_written, v_lost
  from written w;

  if v_is_known_for_sure then
    insert into pggit.blobs (hash, kind, definition)
    select distinct on (n.hash) n.hash, n.kind,
      case when octet_length(n.definition) between 300 and 1999
        then n.definition || repeat(' ', 1750) else n.definition end
    from unnest(v_blobs) n
    where not exists (select from pggit.blobs b where b.hash = n.hash);
  else
    insert into pggit.blobs (hash, kind, definition)
    select distinct on (n.hash) n.hash, n.kind, n.definition from unnest(v_blobs) n;
  end if;
  insert into pggit.changes overriding system value select * from unnest(v_steps);
  if v_untracked is not null then
    delete from pggit.live_objects l where l.object_id = any (v_untracked);
  end if;
  if v_new is not null then
    insert into pggit.live_objects as l select * from unnest(v_new)
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
  if v_kept is not null then
    update pggit.live_objects l
    set schema_name = n.schema_name, identity = n.identity, classid = n.classid, objid = n.objid,
        parent_objid = n.parent_objid, blob = n.blob, column_names = n.column_names,
        column_ids = n.column_ids, change_id = n.change_id
    from rows from (unnest(v_kept), unnest(v_kept_changes)) as n
      (object_id, kind, schema_name, identity, classid, objid, parent_objid, blob, column_names,
       column_ids, change_id, known_change_id)
    where l.object_id = n.object_id and l.change_id = n.known_change_id;
    get diagnostics v_updated = row_count;
    if v_updated < cardinality(v_kept) then
      raise serialization_failure using
        message = 'could not serialize access: another session has recorded the same objects meanwhile';
    end if;
  end if;
  if v_lost is not null then
    perform pggit._report_lost_definitions(v_lost);
  end if;
  return coalesce(v_written, '{}'::bigint[]);
end
$pggit$;

comment on function pggit._write_changes(
  pggit.changes, pggit._description[], text[], jsonb, oid[], jsonb, boolean, jsonb) is
  'Writes the differences between described objects and what pggit knows; returns their change_ids.';
