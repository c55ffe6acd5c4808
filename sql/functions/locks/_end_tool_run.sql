-- Ends the deployment of a run that was bound to its tool's lock. The lock is given back after
-- a failure as after a success, so the outcome is not confirmed unless the run says that it
-- came to its end: by the setting pggit.outcome, which the marker (pggit-success.xml) sets behind
-- the last of its changesets.
--
-- One failure shows where nothing says that: changes behind the last link. A migration that has run leaves a row, so
-- those are of one without a transaction that stopped half-way. Where the run wrote no row at
-- all they may be of something else (execute-sql, drop-all), and without event triggers nothing
-- says what came when. One that the tool is told to go past (failOnError false) looks the same.

create or replace function pggit._end_tool_run(p_deployment_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_keys text[];
  v_unlinked bigint;
  v_status text := 'completed';
  v_reason text := 'outcome not confirmed: the lock is released after a failure as well';
begin
  perform pggit._record_pending(p_deployment_id);
  perform pggit._capture_in_manual_mode(p_deployment_id);
  select array_agg(m.migration_key order by m.link_id) into v_keys
  from pggit.external_migrations m where m.deployment_id = p_deployment_id;
  select count(distinct c.object_id) into v_unlinked
  from pggit.changes c
  where c.commit_id is null and c.deployment_id = p_deployment_id
    and c.link_id is null and c.backend_pid = pg_backend_pid();
  if current_setting('pggit.outcome', true) = 'ok' then
    v_reason := null;
  elsif v_unlinked > 0 and v_keys is not null and not pggit._is_manual_mode() then
    v_status := 'failed';
    v_reason := format('a migration stopped half-way: %s of its changes %s no link', v_unlinked,
      case when v_unlinked = 1 then 'has' else 'have' end);
  end if;
  perform pggit._close_deployment(p_deployment_id, v_status, v_reason,
    (select format(E'%s: %s migration%s\n\n%s', d.name, cardinality(v_keys),
        case when cardinality(v_keys) > 1 then 's' else '' end, array_to_string(v_keys, E'\n'))
     from pggit.deployments d where d.deployment_id = p_deployment_id and v_keys is not null));
  perform set_config('pggit.deployment', '', false);
  perform set_config('pggit.held_lock', '', false);
  perform set_config('pggit.outcome', '', false);
end
$pggit$;

comment on function pggit._end_tool_run(uuid) is
  'Ends the deployment of a run whose tool has given its lock back.';
