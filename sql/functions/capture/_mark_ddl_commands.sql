-- ddl_command_end: notes what the command touched, and nothing else. Definitions are read once, at
-- the end of the transaction.
--
-- Runs as its owner, so that a role with no rights on pggit can run any DDL. search_path is pinned:
-- PostgreSQL 17 restricts it inside REFRESH MATERIALIZED VIEW CONCURRENTLY. No exception block: it
-- would take a subtransaction per statement, and the marks of GRANT rely on the transaction id.
--
-- The table and the other functions are looked up before they are used: in an engine that somebody
-- damaged by hand there is nothing to record with, and the command must go on.
--
-- GRANT and REVOKE name no object: the mark says in which catalog to look for the rows they wrote.
-- Locks: none but those of an insert into a table only this transaction's rows are ever read from.

create or replace function pggit._mark_ddl_commands()
returns event_trigger
language plpgsql
volatile
security definer
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
    -- The event names what was added to it.
    insert into pggit.dirty_objects
      (transaction_id, flush, classid, objid, command_tag, role_name, marked_at)
    select v_xid, v_flush, 'pg_publication'::regclass, coalesce(r.prpubid, n.pnpubid, c.objid), tg_tag,
      coalesce(nullif(current_setting('role'), 'none'), session_user::text), clock_timestamp()
    from pg_event_trigger_ddl_commands() c
    left join pg_publication_rel r
      on c.classid = 'pg_publication_rel'::regclass and r.oid = c.objid
    left join pg_publication_namespace n
      on c.classid = 'pg_publication_namespace'::regclass and n.oid = c.objid
    where not c.in_extension;
  elsif tg_tag = 'DROP OWNED' then
    -- Takes a role out of privileges, default privileges and policies, and drops its event triggers;
    -- events tell of some.
    insert into pggit.dirty_objects
      (transaction_id, flush, classid, objid, command_tag, role_name, marked_at, is_dropped)
    select v_xid, v_flush, o.classid, 0, tg_tag,
      coalesce(nullif(current_setting('role'), 'none'), session_user::text), clock_timestamp(),
      o.classid = 'pg_event_trigger'::regclass
    from unnest(array[
      'pg_attribute', 'pg_namespace', 'pg_proc', 'pg_type', 'pg_foreign_data_wrapper',
      'pg_foreign_server', 'pg_default_acl', 'pg_policy', 'pg_event_trigger']::regclass[])
      as o (classid);
  elsif tg_tag not in ('GRANT', 'REVOKE', 'ALTER DEFAULT PRIVILEGES') then
    insert into pggit.dirty_objects
      (transaction_id, flush, classid, objid, command_tag, role_name, marked_at)
    select v_xid, v_flush, c.classid, c.objid, tg_tag,
      coalesce(nullif(current_setting('role'), 'none'), session_user::text), clock_timestamp()
    from pg_event_trigger_ddl_commands() c
    where c.classid is not null
      and not c.in_extension
      and c.schema_name is distinct from 'pg_temp';
  elsif to_regproc('pggit._granted_catalog') is not null then
    insert into pggit.dirty_objects
      (transaction_id, flush, classid, objid, command_tag, role_name, marked_at)
    select v_xid, v_flush, g.classid, 0, tg_tag,
      coalesce(nullif(current_setting('role'), 'none'), session_user::text), clock_timestamp()
    from pg_event_trigger_ddl_commands() c
    cross join lateral pggit._granted_catalog(c.object_type) as g (classid)
    where g.classid is not null
      and not c.in_extension;
  end if;
  -- Marks of a serializable transaction are noted elsewhere (_note_mark).
  if not found and coalesce(current_setting('pggit.noted', true), '') = '' then
    return;
  end if;
  if tg_tag in ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'CREATE SCHEMA')
    and to_regproc('pggit._watch_created_tables') is not null
  then
    perform pggit._watch_created_tables();
  end if;
  if v_is_queued is not true and to_regproc('pggit._queue_description') is not null then
    perform pggit._queue_description(v_flush);
  end if;
end
$pggit$;

comment on function pggit._mark_ddl_commands() is
  'Event trigger: notes which objects a command touched; they are described at the end of the transaction.';
