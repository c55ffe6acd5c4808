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
begin
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

  if tg_tag = 'ALTER PUBLICATION' then
    -- What is taken out of a publication is named as a part of it, by its name.
    insert into pggit.dirty_objects
      (transaction_id, flush, classid, objid, command_tag, role_name, marked_at)
    select v_xid, v_flush, 'pg_publication'::regclass, p.oid, tg_tag,
      coalesce(nullif(current_setting('role'), 'none'), session_user::text), clock_timestamp()
    from pg_event_trigger_dropped_objects() o
    join pg_publication p on p.pubname = o.address_args[1]
    where o.original;
  end if;

  insert into pggit.dirty_objects
    (transaction_id, flush, classid, objid, command_tag, role_name, marked_at, is_dropped)
  select
    v_xid,
    v_flush,
    m.classid,
    m.objid,
    tg_tag,
    coalesce(nullif(current_setting('role'), 'none'), session_user::text),
    clock_timestamp(),
    (o.original or o.normal) and m.objid = o.objid
  from pg_event_trigger_dropped_objects() o
  cross join lateral (
    select o.classid, o.objid
    where o.object_type not in ('table constraint', 'domain constraint', 'default value')
      and not (o.object_type = 'rule' and o.address_names[3] = '_RETURN')
    union all
    select 'pg_class'::regclass::oid,
      to_regclass(format('%I.%I', o.address_names[1], o.address_names[2]))::oid
    where o.object_type in ('table constraint', 'default value')
    union all
    select 'pg_type'::regclass::oid, to_regtype(o.address_names[1])::oid
    where o.object_type = 'domain constraint'
  ) m (classid, objid)
  where not o.is_temporary
    and o.schema_name is distinct from 'pg_toast'
    and m.objid is not null;
  if (found or current_setting('pggit.noted', true) <> '')
    and v_is_queued is not true
    and to_regproc('pggit._queue_description') is not null
  then
    perform pggit._queue_description(v_flush);
  end if;
end
$pggit$;

comment on function pggit._mark_dropped_objects() is
  'Event trigger: notes which objects a command dropped, and which relations lost a part.';
