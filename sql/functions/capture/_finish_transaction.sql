-- The deferred trigger: at the end of the transaction (or at once, after SET CONSTRAINTS ALL
-- IMMEDIATE) describes what was marked and, outside a deployment, makes it a commit.
--
-- `when others`: whatever goes wrong in here may cost a record, never the user's DDL. The marks are
-- dropped with the failure, the objects show as drift. A statement timeout that runs out in here is such
-- a failure, too; _keep_failure tells it from a cancel that somebody asked for, which goes on. Other
-- functions are looked up before they are used, because the engine may be damaged.
--
-- transaction_timeout (PostgreSQL 17) would end the session, which nothing can catch: its clock stands
-- still in here and starts anew afterwards.

create or replace function pggit._finish_transaction()
returns trigger
language plpgsql
volatile
security definer -- whoever runs DDL needs no right on pggit
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_transaction_timeout constant text := current_setting('transaction_timeout', true);
  v_may_describe boolean := true;
  v_sqlstate text;
  v_message text;
  v_context text;
begin
  if v_transaction_timeout <> '0' then
    perform set_config('transaction_timeout', '0', true);
  end if;
  if current_setting('transaction_isolation') = 'serializable'
    and to_regproc('pggit._describe_alone') is not null
  then
    v_may_describe := pggit._describe_alone();
  end if;
  begin
    perform set_config('pggit.queued', '', true);
    if not v_may_describe then
      raise lock_not_available using message = 'other serializable transactions are being recorded';
    end if;
    perform pggit._record_transaction();
  exception when query_canceled or others then
    get stacked diagnostics
      v_sqlstate = returned_sqlstate, v_message = message_text, v_context = pg_exception_context;
    -- The failed block took this back; with constraints set to immediate there is more to come.
    perform set_config('pggit.queued', '', true);
    perform set_config('pggit.noted', '', true);
    if to_regproc('pggit._keep_failure') is not null then
      perform pggit._keep_failure('describe', v_sqlstate, v_message, v_context);
    elsif v_sqlstate = '57014' then
      raise;
    else
      raise warning 'pggit could not record this change: %', v_message;
    end if;
    -- Marks that stay are read by nobody. They do when the transaction has become read-only, and when it
    -- may not even read.
    begin
      if v_may_describe then
        delete from pggit.dirty_objects d where d.transaction_id = pg_current_xact_id();
      end if;
    exception when others then
      null;
    end;
  end;
  if v_transaction_timeout <> '0' then
    perform set_config('transaction_timeout', v_transaction_timeout, true);
  end if;
  return null;
end
$pggit$;

comment on function pggit._finish_transaction() is
  'Deferred trigger: records what the transaction changed; a failure of its own becomes a warning.';
