-- ddl_command_end: notes what the command touched, and nothing else. Definitions are read once, at
-- the end of the transaction.
--
-- Runs as its owner, so that a role with no rights on pggit can run any DDL. search_path is pinned:
-- PostgreSQL 17 restricts it inside REFRESH MATERIALIZED VIEW CONCURRENTLY. No exception block: it
-- would take a subtransaction per statement, and the marks of GRANT rely on the transaction id.
--
-- The table and the other functions are looked up before they are used: in an engine that somebody
-- damaged by hand there is nothing to record with, and the command must go on. So no variable has a
-- type of ours.
--
-- Every expression and every reading of the events has its price in each statement: what is out of the
-- ordinary is asked for once, and the marks of ordinary commands are written right here.
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
  v_has_marks boolean;
  v_classids oid[];
  v_objids oid[];
  v_relations oid[];
  v_tables text[];
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

  if current_setting('transaction_isolation') = 'serializable' then
    if to_regproc('pggit._ddl_marks') is null or to_regproc('pggit._note_marks') is null then
      return;
    end if;
    v_has_marks := pggit._note_marks(array(select m from pggit._ddl_marks(tg_tag, v_flush) m));
    if tg_tag in ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'CREATE SCHEMA') then
      select array_agg(c.objid), array_agg(c.object_identity) into v_relations, v_tables
      from pg_event_trigger_ddl_commands() c
      where c.object_type = 'table' and not c.in_extension;
    end if;
  elsif tg_tag in ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'CREATE SCHEMA') then
    select array_agg(c.classid), array_agg(c.objid),
      array_agg(c.objid) filter (where c.object_type = 'table'),
      array_agg(c.object_identity) filter (where c.object_type = 'table')
    into v_classids, v_objids, v_relations, v_tables
    from pg_event_trigger_ddl_commands() c
    where c.classid is not null
      and not c.in_extension
      and c.schema_name is distinct from 'pg_temp';
    insert into pggit.dirty_objects
      (transaction_id, flush, classid, objid, command_tag, role_name, marked_at)
    select v_xid, v_flush, u.classid, u.objid, tg_tag,
      coalesce(nullif(current_setting('role'), 'none'), session_user::text), clock_timestamp()
    from unnest(v_classids, v_objids) as u (classid, objid);
    v_has_marks := found;
  elsif tg_tag in ('GRANT', 'REVOKE') then
    if to_regproc('pggit._granted_catalog') is null then
      return;
    end if;
    insert into pggit.dirty_objects
      (transaction_id, flush, classid, objid, command_tag, role_name, marked_at)
    select v_xid, v_flush, g.classid, 0, tg_tag,
      coalesce(nullif(current_setting('role'), 'none'), session_user::text), clock_timestamp()
    from (
      select pggit._granted_catalog(c.object_type) as classid
      from pg_event_trigger_ddl_commands() c where not c.in_extension offset 0
    ) g
    where g.classid is not null;
    v_has_marks := found;
  elsif tg_tag in ('ALTER DEFAULT PRIVILEGES', 'ALTER PUBLICATION', 'DROP OWNED') then
    if to_regproc('pggit._ddl_marks') is null then
      return;
    end if;
    insert into pggit.dirty_objects select * from pggit._ddl_marks(tg_tag, v_flush);
    v_has_marks := found;
  else
    insert into pggit.dirty_objects
      (transaction_id, flush, classid, objid, command_tag, role_name, marked_at)
    select v_xid, v_flush, c.classid, c.objid, tg_tag,
      coalesce(nullif(current_setting('role'), 'none'), session_user::text), clock_timestamp()
    from pg_event_trigger_ddl_commands() c
    where c.classid is not null
      and not c.in_extension
      and c.schema_name is distinct from 'pg_temp';
    v_has_marks := found;
  end if;

  if v_has_marks and v_tables is not null
    and to_regproc('pggit._watch_created_tables') is not null
  then
    perform pggit._watch_created_tables(v_relations, v_tables);
  end if;
  if v_has_marks and v_is_queued is not true
    and to_regproc('pggit._queue_description') is not null
  then
    perform pggit._queue_description(v_flush);
  end if;
end
$pggit$;

comment on function pggit._mark_ddl_commands() is
  'Event trigger: notes which objects a command touched; they are described at the end of the transaction.';
