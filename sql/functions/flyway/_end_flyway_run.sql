-- Ends the deployment that a run of Flyway has begun, in a session that Flyway opens for this event alone.
-- None, where it began none: it had nothing to do, its only transaction was rolled back, or it joined a
-- deployment that somebody else ends. Before its own those of runs that were killed are closed, so that what
-- they did comes before.
--
-- Two runs of one login and host may begin in the same second and share their key: then it is the one whose
-- session is not at work, and of several such the one that ran last: whoever still waits for its turn has not.
--
-- The commit of a run that succeeded is noted for flyway_refresh, which may come next in this session.
--
-- A history table that had no trigger, because pggit came while Flyway was at work, gets it now.
--
-- `when others`: everything has been migrated when this is called, and Flyway would report a failure. So it
-- is none with pggit.on_error = raise either, which stops a migration before it has done anything.
-- Locks: as the end of any deployment; those of CREATE TRIGGER, for which it does not queue. Nothing is waited
-- for without an end, a history table that somebody has locked neither: Flyway waits for this.

create or replace function pggit._end_flyway_run(
  p_source text,
  p_timestamp text,
  p_status text,
  p_reason text
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set enable_seqscan = off
set jit = off
set lock_timeout = '800ms'
as $pggit$
declare
  v_may_record boolean := true;
  -- No type of ours: the engine may be damaged.
  v_deployment record;
  v_keys text[];
  v_commit uuid;
begin
  perform set_config('pggit.flyway_commit', '', false);
  -- Outside of the block, and alone: a conflict would be found at the COMMIT, of this or of a user's DDL.
  if current_setting('transaction_isolation') = 'serializable'
    and to_regproc('pggit._describe_alone') is not null
  then
    v_may_record := pggit._describe_alone();
  end if;
  begin
    if not v_may_record then
      raise lock_not_available using message = 'other serializable transactions are being recorded';
    end if;
    select d.deployment_id, d.name into v_deployment
    from pggit.deployments d
    join (
      select a.deployment_id, max(a.announced_at) as latest
      from pggit.announced_migrations a
      where a.run_key = pggit._flyway_run_key(p_source, p_timestamp)
      group by a.deployment_id
    ) r on r.deployment_id = d.deployment_id
    left join pg_stat_activity s on s.pid = d.backend_pid
    where d.status = 'open'
    order by s.state = 'idle' desc nulls last, r.latest desc
    limit 1;
    if v_deployment.deployment_id is null then
      return;
    end if;
    begin
      perform pggit.recover_deployments();
    exception when others then
      -- The next one tries again.
      null;
    end;
    perform pggit._attach_late(p_source);
    perform set_config('pggit.deployment', v_deployment.deployment_id::text, true);
    perform pggit._capture_in_manual_mode(v_deployment.deployment_id);
    perform pggit._settle_announced(v_deployment.deployment_id);
    v_keys := array(
      select m.migration_key from pggit.external_migrations m
      where m.deployment_id = v_deployment.deployment_id order by m.link_id);
    v_commit := pggit._close_deployment(v_deployment.deployment_id, p_status, p_reason,
      format(E'%s: %s migration%s\n\n%s', v_deployment.name, cardinality(v_keys),
        case when cardinality(v_keys) <> 1 then 's' end, array_to_string(v_keys, E'\n')));
    perform set_config('pggit.deployment', '', true);
    if p_status = 'completed' then
      perform set_config('pggit.flyway_commit', coalesce(v_commit::text, ''), false);
    end if;
  exception when query_canceled or others then
    perform set_config('pggit.on_error', 'warn', true);
    if to_regproc('pggit._keep_failure') is null then
      raise warning 'pggit could not record this run: %', sqlerrm;
    else
      perform pggit._keep_failure('flyway', sqlstate, sqlerrm, null, array[p_source]);
    end if;
  end;
end
$pggit$;

comment on function pggit._end_flyway_run(text, text, text, text) is
  'Closes the deployment that a run of Flyway has begun, if it has begun one.';
