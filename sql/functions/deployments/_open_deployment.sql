-- Writes a new deployment, owned by this session, and makes the session part of it. What the transaction
-- changed before is the caller's affair.

create or replace function pggit._open_deployment(p_name text, p_auto_commit boolean)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_id constant uuid := gen_random_uuid();
begin
  insert into pggit.deployments
    (deployment_id, name, auto_commit, role_name, application_name, backend_pid, backend_start)
  select
    v_id, p_name, p_auto_commit,
    pggit._effective_role(), current_setting('application_name'), pg_backend_pid(),
    (select a.backend_start from pg_stat_activity a where a.pid = pg_backend_pid());
  perform set_config('pggit.deployment', v_id::text, false);
  return v_id;
end
$pggit$;

comment on function pggit._open_deployment(text, boolean) is
  'Opens a deployment owned by this session, which becomes part of it; returns its id.';
