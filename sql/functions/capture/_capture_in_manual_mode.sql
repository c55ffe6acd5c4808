-- Without event triggers a deployment learns what changed by comparing the catalog when it ends.

create or replace function pggit._capture_in_manual_mode(p_deployment_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  if pggit._is_manual_mode() then
    perform pggit._attach_existing_history_tables();
    perform pggit._mark_drift();
    perform pggit._record_pending(p_deployment_id);
  end if;
end
$pggit$;

comment on function pggit._capture_in_manual_mode(uuid) is
  'In manual mode, records the difference between the catalog and the live state; otherwise nothing.';
