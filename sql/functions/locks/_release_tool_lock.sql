-- A migration tool's lock is free again. The session that held it has come to the end of its
-- run. When it is another session, a person has taken the lock away from a run that is dead:
-- that one is closed as interrupted with what landed, whether its session is gone or still at
-- its last statement.
--
-- Locks: the rows of the deployments that it closes.

create or replace function pggit._release_tool_lock(p_lock oid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_own constant uuid := pggit.current_deployment();
  v_deployment uuid;
begin
  for v_deployment in
    select d.deployment_id from pggit.deployments d
    where d.status = 'open' and d.held_lock = p_lock
    order by d.started_at
  loop
    if v_deployment = v_own then
      perform pggit._end_tool_run(v_own);
    else
      perform pggit._close_deployment(
        v_deployment, 'interrupted', 'another session released its lock');
    end if;
  end loop;
end
$pggit$;

comment on function pggit._release_tool_lock(oid) is
  'Ends the deployment of the run that held a tool''s lock.';
