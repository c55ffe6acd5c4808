-- Called by the event trigger when the session that holds a tool's lock drops tables.
-- Liquibase's drop-all drops its own last and has nothing left to give back: that is the end of
-- the run.
--
-- `when others`: a failure may cost a record, never the user's DROP TABLE, and as at the release of a lock
-- (_follow_tool_lock) not with pggit.on_error = raise either. Other functions are looked up before they are
-- used where a failure is kept away, because the engine may be damaged.

create or replace function pggit._drop_tool_lock(p_dropped oid[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $pggit$
declare
  v_lock constant text := current_setting('pggit.held_lock', true);
  v_may_record boolean := true;
  v_deployment uuid;
begin
  if v_lock <> all (p_dropped::text[]) then
    return;
  end if;
  -- Outside of the block, and alone: a conflict that is found at the COMMIT would undo the DROP TABLE.
  if current_setting('transaction_isolation') = 'serializable'
    and to_regproc('pggit._describe_alone') is not null
  then
    v_may_record := pggit._describe_alone();
  end if;
  begin
    if not v_may_record then
      raise lock_not_available using message = 'other serializable transactions are being recorded';
    end if;
    select d.deployment_id into v_deployment
    from pggit.deployments d
    where d.deployment_id = pggit.current_deployment()
      and d.held_lock::text = v_lock;
    if found then
      perform pggit._end_tool_run(v_deployment);
    end if;
  exception when query_canceled or others then
    -- What the session does from here on is no part of the run. Whoever comes next closes it.
    perform set_config('pggit.deployment', '', false);
    perform set_config('pggit.held_lock', '0', false);
    perform set_config('pggit.on_error', 'warn', true);
    if to_regproc('pggit._keep_failure') is null then
      raise warning 'pggit could not record this run: %', sqlerrm;
    else
      perform pggit._keep_failure('lock', sqlstate, sqlerrm, null);
    end if;
  end;
end
$pggit$;

comment on function pggit._drop_tool_lock(oid[]) is
  'Ends the deployment of this session when the lock table it is bound to was dropped.';
