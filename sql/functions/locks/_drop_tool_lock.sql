-- Called by the event trigger when the session that holds a tool's lock drops tables.
-- Liquibase's drop-all drops its own last and has nothing left to give back: that is the end of
-- the run.
--
-- `when others`: a failure may cost a record, never the user's DROP TABLE.

create or replace function pggit._drop_tool_lock(p_dropped oid[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_lock constant text := current_setting('pggit.held_lock', true);
  v_deployment uuid;
begin
  if v_lock <> all (p_dropped::text[]) then
    return;
  end if;
  begin
    select d.deployment_id into v_deployment
    from pggit.deployments d
    where d.deployment_id = pggit.current_deployment()
      and d.held_lock::text = v_lock;
    if found then
      perform pggit._end_tool_run(v_deployment);
    end if;
  exception when query_canceled or others then
    perform pggit._keep_failure('lock', sqlstate, sqlerrm, null);
  end;
end
$pggit$;

comment on function pggit._drop_tool_lock(oid[]) is
  'Ends the deployment of this session when the lock table it is bound to was dropped.';
