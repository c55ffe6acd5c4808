-- A session has taken a migration tool's lock: its deployment begins, unless it is part of one
-- already, as inside `pggit run`, whose opener ends it. Earlier runs that were killed are
-- closed first. The name is that of the machine, without the address that Liquibase puts behind
-- it.

create or replace function pggit._take_tool_lock(p_lock oid, p_tool_name text, p_row jsonb)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_holder constant text := split_part(
    p_row ->> (pggit._history_entry(p_lock)).description_column, ' (', 1);
  v_deployment uuid;
begin
  if pggit.current_deployment() is not null or pggit._disabled_until() is not null then
    return;
  end if;
  perform pggit.recover_deployments();
  -- The lock was free: who held it before is dead even where its session, of a pooler, lives on.
  perform pggit._close_deployment(d.deployment_id, 'interrupted', 'another run has its lock')
  from pggit.deployments d
  where d.status = 'open' and d.held_lock = p_lock;
  v_deployment := pggit.begin_deployment(concat_ws(' on ', p_tool_name, nullif(v_holder, '')));
  update pggit.deployments d set held_lock = p_lock where d.deployment_id = v_deployment;
  perform set_config('pggit.held_lock', p_lock::text, false);
  perform set_config('pggit.outcome', '', false);
end
$pggit$;

comment on function pggit._take_tool_lock(oid, text, jsonb) is
  'Begins the deployment of a run whose session has just taken its tool''s lock.';
