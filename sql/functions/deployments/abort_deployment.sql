-- Closes this session's deployment as failed. What its transactions committed is in the database, so
-- it is in the history too; what rolled back is gone by itself.

create or replace function pggit.abort_deployment(reason text default null)
returns void
language plpgsql
volatile
security definer -- writes history, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_id constant uuid := pggit._require_session_deployment('abort_deployment');
begin
  perform pggit._record_pending(v_id);
  perform pggit._capture_in_manual_mode(v_id);
  perform pggit._close_deployment(v_id, 'failed', abort_deployment.reason);
  perform set_config('pggit.deployment', '', false);
end
$pggit$;

comment on function pggit.abort_deployment(text) is
'Closes this session''s deployment as failed, with a reason. What its transactions committed is in
the database, so it becomes a commit; what was rolled back is gone by itself. A deployment that
captured and linked nothing is discarded.';
