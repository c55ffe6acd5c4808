-- Marks one object by hand, for a change of pggit's own that no event names: it is described at the end
-- of the transaction like any other.

create or replace function pggit._mark(p_classid oid, p_objid oid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_mark constant pggit.dirty_objects := row(
    pg_current_xact_id(), pggit._current_flush(), p_classid, p_objid, 'CAPTURE',
    pggit._effective_role(), clock_timestamp(), false, null);
begin
  if current_setting('transaction_isolation') = 'serializable' then
    perform pggit._note_marks(array[v_mark]);
  else
    insert into pggit.dirty_objects values (v_mark.*);
  end if;
  if current_setting('pggit.queued', true) is distinct from pg_current_xact_id()::text then
    perform pggit._queue_description(pggit._current_flush());
  end if;
end
$pggit$;

comment on function pggit._mark(oid, oid) is
  'Marks one object to be described at the end of the transaction.';
