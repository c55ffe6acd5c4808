-- The commits of others that took changes of a deployment along, newest first. Commits are read from the
-- newest back to the beginning of the deployment, so it costs what happened meanwhile, however long the
-- history is.

create or replace function pggit._carried_by(p_deployment_id uuid)
returns uuid[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
begin
  return array(
    select k.commit_id
    from pggit.deployments d
    join pggit.commits k on k.commit_number > coalesce((
        select b.commit_number from pggit.commits b
        where b.committed_at < d.started_at
        order by b.commit_number desc limit 1), 0)
      and k.deployment_id is distinct from d.deployment_id
    where d.deployment_id = p_deployment_id
      and exists (
        select from pggit.changes c
        where c.commit_id = k.commit_id and c.deployment_id = p_deployment_id)
    order by k.commit_number desc);
end
$pggit$;

comment on function pggit._carried_by(uuid) is
  'The commits of others that took changes of a deployment along, newest first.';
