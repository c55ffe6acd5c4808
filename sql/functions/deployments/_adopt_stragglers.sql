-- Commits changes of closed deployments: of transactions that were still running when the deployment
-- ended. They follow it as a commit of the same deployment. One that could not get a commit at its end,
-- and whose changes have all gone along with commits of others, gets one with its message and tags.
-- The caller holds the branch row.
--
-- The loop steps from one deployment with staged changes to the next, so that an open one with
-- thousands of them costs as much as one with a single change.

create or replace function pggit._adopt_stragglers(p_branch text, p_next_commit_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_deployment uuid := '00000000-0000-0000-0000-000000000000'::uuid;
begin
  loop
    select c.deployment_id into v_deployment
    from pggit.changes c
    where c.commit_id is null and c.deployment_id > v_deployment
    order by c.deployment_id
    limit 1;
    exit when v_deployment is null;
    if not exists (
      select from pggit.deployments d
      where d.deployment_id = v_deployment and d.status = 'open'
    ) then
      perform pggit._adopt_stranded_changes(p_branch, v_deployment, p_next_commit_id);
    end if;
  end loop;
  perform pggit._adopt_stranded_changes(p_branch, d.deployment_id, p_next_commit_id, true)
  from pggit.deployments d
  where d.commit_id is null and d.status <> 'open'
    and not exists (
      select from pggit.changes c
      where c.commit_id is null and c.deployment_id = d.deployment_id)
  order by d.ended_at;
end
$pggit$;

comment on function pggit._adopt_stragglers(text, uuid) is
  'Commits changes that landed after their deployment had ended.';
