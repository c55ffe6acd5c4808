-- In manual mode, gives what changed while nobody looked to a deployment whose session is gone, so that it
-- is closed with what had landed. Its history table gets its link trigger, and its rows their links. Costs
-- a scan of the catalog. What was changed by hand after it was interrupted comes along: nothing tells the two
-- apart.
--
-- While another deployment is at work, what is new may be its own, and nothing is taken.
--
-- `when others`: the next run waits for the recovery, and what could not be captured is drift as it was.
-- A statement timeout that runs out in here is such a failure, too.

create or replace function pggit._capture_interrupted(p_deployment_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_sqlstate text;
  v_message text;
  v_context text;
begin
  if p_deployment_id is null or not pggit._is_manual_mode()
    or pggit._is_somebody_at_work()
  then
    return;
  end if;
  begin
    perform pggit._capture_in_manual_mode(p_deployment_id);
  exception when query_canceled or others then
    get stacked diagnostics
      v_sqlstate = returned_sqlstate, v_message = message_text, v_context = pg_exception_context;
    perform pggit._keep_failure('adopt', v_sqlstate, v_message, v_context);
  end;
end
$pggit$;

comment on function pggit._capture_interrupted(uuid) is
  'In manual mode, captures what changed while nobody looked into a deployment whose session is gone; otherwise nothing.';
