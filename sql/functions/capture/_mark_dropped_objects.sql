-- sql_drop: notes what is gone, and the relations that lost a part of theirs (a default, constraint
-- or column taken along by DROP ... CASCADE elsewhere), which no other event names.
-- The same rules as for _mark_ddl_commands.

create or replace function pggit._mark_dropped_objects()
returns event_trigger
language plpgsql
volatile
security definer -- whoever runs DDL needs no right on pggit
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_xid constant xid8 := pg_current_xact_id();
  v_is_queued constant boolean := current_setting('pggit.queued', true) = v_xid::text;
  v_flush int := 0;
  v_role constant text := coalesce(nullif(current_setting('role'), 'none'), session_user::text);
  v_classids oid[];
  v_objids oid[];
  v_are_dropped boolean[];
  v_names text[];
begin
  if v_is_queued is not true
    or current_setting('pggit.tracking', true) = 'off'
    or current_setting('pggit.paused_until', true) <> ''
    or current_setting('pggit.flush', true) <> ''
  then
    if current_setting('pggit.tracking', true) = 'off'
      or v_is_queued is not true and to_regclass('pggit.dirty_objects') is null
    then
      return;
    end if;
    -- The gate, shared until the transaction ends: closed while an upgrade changes the tables.
    if v_is_queued is not true and not pg_try_advisory_xact_lock_shared(482771167606) then
      if to_regproc('pggit._is_engine_changing') is null then
        return;
      elsif pggit._is_engine_changing() then
        return;
      end if;
    end if;
    if current_setting('pggit.paused_until', true) <> '' then
      if to_regproc('pggit._is_tracking') is null then
        return;
      elsif not pggit._is_tracking() then
        return;
      end if;
    end if;
    if current_setting('pggit.flush', true) <> '' then
      v_flush := pggit._current_flush();
    end if;
  end if;

  select array_agg(m.classid), array_agg(m.objid),
    array_agg((m.original or m.normal) and m.is_itself), array_agg(m.name)
  into v_classids, v_objids, v_are_dropped, v_names
  from (
    select o.original, o.normal, o.address_names::text as name,
      o.object_type not in ('table constraint', 'default value', 'domain constraint') as is_itself,
      case
        when o.object_type in ('table constraint', 'default value') then 'pg_class'::regclass::oid
        when o.object_type = 'domain constraint' then 'pg_type'::regclass::oid
        else o.classid
      end as classid,
      case
        -- `limit 1`: a repeatable-read transaction that alters what another has altered since sees both
        -- versions of the row, its snapshot's and its own.
        when o.object_type in ('table constraint', 'default value')
          then (
            select c.oid from pg_class c
            where c.relname = o.address_names[2] and c.relnamespace = (
              select n.oid from pg_namespace n where n.nspname = o.address_names[1] limit 1)
            limit 1)
        when o.object_type = 'domain constraint' then (
          select t.oid from pg_type t where t.typname = (parse_ident(o.address_names[1]))[2]
            and t.typnamespace = (
              select n.oid from pg_namespace n
              where n.nspname = (parse_ident(o.address_names[1]))[1] limit 1)
          limit 1)
        else o.objid
      end as objid
    from pg_event_trigger_dropped_objects() o
    where not o.is_temporary
      and o.schema_name is distinct from 'pg_toast'
      -- A view's rule is the view. The row type of a table and the array of a type are not objects of
      -- their own; parts that go with their table, column or domain say nothing that it does not.
      and not (o.object_type = 'rule' and o.address_names[3] = '_RETURN')
      and (o.original or o.normal or o.object_type not in (
        'type', 'table constraint', 'default value', 'domain constraint'))
  ) m
  where m.objid is not null;
  if tg_tag = 'ALTER PUBLICATION' then
    -- What is taken out of a publication is named as a part of it, by its name.
    select v_classids || array_agg(p.tableoid), v_objids || array_agg(p.oid),
      v_are_dropped || array_agg(false), v_names || array_agg(null::text)
    into v_classids, v_objids, v_are_dropped, v_names
    from pg_event_trigger_dropped_objects() o
    join pg_publication p on p.pubname = o.address_args[1]
    where o.original;
  end if;
  if v_objids is null then
    return;
  elsif current_setting('transaction_isolation') <> 'serializable' then
    insert into pggit.dirty_objects
      (transaction_id, flush, classid, objid, command_tag, role_name, marked_at, is_dropped, dropped_name)
    select v_xid, v_flush, u.classid, u.objid, tg_tag, v_role, clock_timestamp(), u.is_dropped,
      case when u.is_dropped then u.name end
    from unnest(v_classids, v_objids, v_are_dropped, v_names) as u (classid, objid, is_dropped, name);
  elsif to_regproc('pggit._note_marks') is not null then
    perform pggit._note_marks(array(
      select row(v_xid, v_flush, u.classid, u.objid, tg_tag, v_role, clock_timestamp(), u.is_dropped,
        case when u.is_dropped then u.name end)::pggit.dirty_objects
      from unnest(v_classids, v_objids, v_are_dropped, v_names) as u (classid, objid, is_dropped, name)));
  end if;
  if v_is_queued is not true and to_regproc('pggit._queue_description') is not null then
    perform pggit._queue_description(v_flush);
  end if;
  if current_setting('pggit.held_lock', true) <> ''
    and to_regproc('pggit._drop_tool_lock') is not null
  then
    perform pggit._drop_tool_lock(v_objids);
  end if;
end
$pggit$;

comment on function pggit._mark_dropped_objects() is
  'Event trigger: notes which objects a command dropped; they are described at the end of the transaction.';
