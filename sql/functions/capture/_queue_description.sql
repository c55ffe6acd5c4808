-- Sees to it that the deferred trigger runs at the end of this transaction: one row of its own, whose
-- insert queues it, once a transaction. With constraints set to immediate it runs right here, so the
-- marks are written before this is called.
--
-- No deferred trigger may be queued inside a security-restricted operation (a function that runs DDL,
-- called by the query of a materialized view): that DDL goes on, and its objects show as drift.

create or replace function pggit._queue_description()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_xid constant text := pg_current_xact_id()::text;
  v_flush constant int := pggit._current_flush();
begin
  if current_setting('pggit.queued', true) = v_xid then
    return;
  end if;
  begin
    perform set_config('pggit.queued', v_xid, true);
    insert into pggit.dirty_objects
      (transaction_id, flush, classid, objid, command_tag, role_name, is_first, marked_at)
    values (pg_current_xact_id(), v_flush, 0, 0, 'QUEUE', '', true, clock_timestamp())
    on conflict do nothing;
  exception when insufficient_privilege then
    delete from pggit.dirty_objects d
    where d.transaction_id = pg_current_xact_id() and d.flush = v_flush;
  end;
end
$pggit$;

comment on function pggit._queue_description() is
  'Queues the description of this transaction''s marks for its end, unless it is queued.';
