-- In manual mode, makes a commit of what changed before a deployment begins, so that its own holds only
-- what it did. Costs a scan of the catalog, as its end does. Rows that a history table got before are
-- not the deployment's either: the table has its link trigger from here on.
--
-- While another deployment is at work, what is new may be its own, and nothing is adopted. Where a branch
-- is held by others, the changes stay staged, and whoever commits next puts them into the history first.
--
-- `when others`: migrations wait for the deployment to begin, and what could not be adopted is drift as
-- it was. A statement timeout that runs out in here is such a failure, too.
--
-- Locks: as capture() does; the branch row last, for whose lock it waits no longer than lock_timeout says.

create or replace function pggit._adopt_earlier_drift(p_deployment_name text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '800ms'
as $pggit$
declare
  v_changes bigint[];
  v_sqlstate text;
  v_message text;
  v_context text;
begin
  if not pggit._is_manual_mode()
    or pggit._disabled_until() is not null
    or current_setting('transaction_read_only')::boolean
    or pggit._is_somebody_at_work()
  then
    return;
  end if;
  begin
    perform pggit._attach_existing_history_tables(p_is_quiet => true);
    perform pggit._mark_drift();
    v_changes := pggit._record_pending(null);
    if v_changes <> '{}' then
      begin
        perform pggit._append_commit(
          v_changes,
          format('changed before deployment %s: %s',
            p_deployment_name, pggit._describe_changes(v_changes)),
          null,
          p_extend => false);
      exception
        when serialization_failure or lock_not_available or deadlock_detected or sqlstate 'PGR04' then
          null;
      end;
    end if;
  exception when query_canceled or others then
    get stacked diagnostics
      v_sqlstate = returned_sqlstate, v_message = message_text, v_context = pg_exception_context;
    perform pggit._keep_failure('adopt', v_sqlstate, v_message, v_context);
  end;
end
$pggit$;

comment on function pggit._adopt_earlier_drift(text) is
  'In manual mode, makes a commit of what changed before a deployment begins; otherwise nothing.';
