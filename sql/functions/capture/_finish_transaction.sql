-- The deferred trigger: at the end of the transaction (or at once, after SET CONSTRAINTS ALL
-- IMMEDIATE) describes what was marked and, outside a deployment, makes it a commit.
--
-- `when others`: whatever goes wrong in here may cost a record, never the user's DDL. The marks are
-- dropped with the failure, the objects show as drift.

create or replace function pggit._finish_transaction()
returns trigger
language plpgsql
volatile
security definer -- whoever runs DDL needs no right on pggit
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_sqlstate text;
  v_message text;
  v_context text;
begin
  perform set_config('pggit.queued', '', true);
  perform pggit._record_transaction();
  return null;
exception when others then
  get stacked diagnostics
    v_sqlstate = returned_sqlstate, v_message = message_text, v_context = pg_exception_context;
  -- The failed block took this back; with constraints set to immediate there is more to come.
  perform set_config('pggit.queued', '', true);
  perform pggit._keep_failure('describe', v_sqlstate, v_message, v_context);
  delete from pggit.dirty_objects d where d.transaction_id = pg_current_xact_id();
  return null;
end
$pggit$;

comment on function pggit._finish_transaction() is
  'Deferred trigger: records what the transaction changed; a failure of its own becomes a warning.';
