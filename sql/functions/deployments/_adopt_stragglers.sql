-- Commits changes of closed deployments: of transactions that were still running when the deployment
-- ended. They follow it as a commit of the same deployment.

create or replace function pggit._adopt_stragglers()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_branch constant text := pggit._current_branch();
  r record;
begin
  for r in
    select distinct c.deployment_id
    from pggit.changes c
    join pggit.deployments d on d.deployment_id = c.deployment_id and d.status <> 'open'
    where c.commit_id is null
  loop
    perform from pggit.branches b where b.name = v_branch for update;
    perform pggit._adopt_stranded_changes(v_branch, r.deployment_id);
  end loop;
end
$pggit$;

comment on function pggit._adopt_stragglers() is
  'Commits changes that landed after their deployment had ended.';
