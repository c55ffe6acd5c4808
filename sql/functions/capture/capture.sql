-- Adopts drift: whatever differs between the catalog and what pggit last saw becomes a commit, or
-- part of the session's deployment.

create or replace function pggit.capture(message text default null)
returns uuid
language plpgsql
volatile
security definer -- writes history, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_deployment constant uuid := pggit._session_deployment();
  v_changes bigint[];
begin
  perform pggit._record_pending(v_deployment);
  perform pggit._commit_transaction(null);
  perform pggit._mark_drift();
  perform pggit._record_pending(v_deployment);

  select array_agg(c.change_id order by c.change_id) into v_changes
  from pggit.changes c
  where c.commit_id is null and c.transaction_id = pg_current_xact_id_if_assigned()
    and c.deployment_id is not distinct from v_deployment;
  if v_changes is null or v_deployment is not null then
    return null;
  end if;
  return pggit._append_commit(
    v_changes,
    coalesce(capture.message, 'captured: ' || pggit._describe_changes(v_changes)),
    null);
end
$pggit$;

comment on function pggit.capture(text) is
  'Adopts drift into a commit and returns its id; null when there is none. Inside a deployment the changes join it and the id is null.';
