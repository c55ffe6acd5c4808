-- Sees to it that the deferred trigger runs at the end of this transaction: one row of its own, whose
-- insert queues it, once a transaction. With constraints set to immediate it runs right here, so the
-- marks are written before this is called.
--
-- No deferred trigger may be queued inside a security-restricted operation (a function that runs DDL,
-- called by the query of a materialized view): that DDL goes on, and its objects show as drift. So does
-- that of a serializable transaction which may not even insert (_note_marks).

create or replace function pggit._queue_description(p_flush int)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  perform set_config('pggit.queued', pg_current_xact_id()::text, true);
  insert into pggit.dirty_objects
    (transaction_id, flush, classid, objid, command_tag, role_name, marked_at)
  values (pg_current_xact_id(), p_flush, 0, 0, 'QUEUE', '', clock_timestamp());
exception
  when insufficient_privilege then
    perform set_config('pggit.noted', '', true);
    delete from pggit.dirty_objects d where d.transaction_id = pg_current_xact_id();
  when serialization_failure then
    perform set_config('pggit.noted', '', true);
    raise warning 'pggit could not record this change: %', sqlerrm;
end
$pggit$;

comment on function pggit._queue_description(int) is
  'Queues the description of this transaction''s marks for its end.';
