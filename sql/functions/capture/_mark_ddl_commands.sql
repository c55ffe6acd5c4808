-- ddl_command_end: notes what the command touched, and nothing else. Definitions are read once, at
-- the end of the transaction.
--
-- Runs as its owner, so that a role with no rights on pggit can run any DDL. search_path is pinned:
-- PostgreSQL 17 restricts it inside REFRESH MATERIALIZED VIEW CONCURRENTLY. No exception block: it
-- would take a subtransaction per statement, and the marks of GRANT rely on the transaction id; only
-- the queueing of the description, once a transaction, has one.
-- GRANT and REVOKE name no object: the mark says in which catalog to look for the rows they wrote.
-- Locks: none but those of an insert into a table only this transaction's rows are ever read from.

create or replace function pggit._mark_ddl_commands()
returns event_trigger
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set jit = off
as $pggit$
declare
  v_flush constant int := pggit._current_flush();
  v_relations oid[];
  v_marks bigint;
begin
  if not pggit._is_tracking() or to_regclass('pggit.dirty_objects') is null then
    return;
  end if;

  with marked as (
    insert into pggit.dirty_objects
      (transaction_id, flush, classid, objid, command_tag, role_name, is_first, marked_at,
       occurrence)
    select
      pg_current_xact_id(),
      v_flush,
      case when c.classid is null then pggit._granted_catalog(c.object_type) else c.classid end,
      coalesce(c.objid, 0),
      tg_tag,
      pggit._effective_role(),
      false,
      clock_timestamp(),
      case when c.classid is null
        then (extract(epoch from clock_timestamp()) * 1000000)::bigint else 0 end
    from pg_event_trigger_ddl_commands() c
    where not c.in_extension
      and c.schema_name is distinct from 'pg_temp'
      and (c.classid is not null or pggit._granted_catalog(c.object_type) is not null)
    on conflict do nothing
    returning classid, objid
  )
  select array_agg(m.objid) filter (where m.classid = 'pg_class'::regclass), count(*)
  into v_relations, v_marks
  from marked m;
  if tg_tag in ('CREATE TABLE', 'CREATE TABLE AS', 'SELECT INTO') then
    perform pggit._watch_created_tables(v_relations);
  end if;
  if v_marks > 0 then
    perform pggit._queue_description();
  end if;
end
$pggit$;

comment on function pggit._mark_ddl_commands() is
  'Event trigger: notes which objects a command touched; they are described at the end of the transaction.';
