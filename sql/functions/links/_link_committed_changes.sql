-- In a deployment that commits as it goes, a migration without a transaction has its changes in commits
-- already when its history row is written: the link goes to the newest of them. So it does where commits
-- of others took all of its changes along; where they took some, the end of the deployment decides.

create or replace function pggit._link_committed_changes(p_link_id bigint, p_deployment_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_commits constant uuid[] := pggit._carried_by(p_deployment_id) || array(
    select k.commit_id from pggit.commits k where k.deployment_id = p_deployment_id);
  v_commit_id uuid;
begin
  select k.commit_id into v_commit_id
  from pggit.commits k
  join pggit.changes c on c.commit_id = k.commit_id
  where k.commit_id = any (v_commits) and c.deployment_id = p_deployment_id
    and c.link_id is null and c.backend_pid = pg_backend_pid()
  order by k.commit_number desc
  limit 1;
  if v_commit_id is null then
    return;
  end if;
  update pggit.changes c set link_id = p_link_id
  where c.commit_id = any (v_commits) and c.deployment_id = p_deployment_id
    and c.link_id is null and c.backend_pid = pg_backend_pid();
  update pggit.external_migrations m set pggit_commit_id = v_commit_id
  where m.link_id = p_link_id
    and not exists (
      select from pggit.changes c
      where c.commit_id is null and c.deployment_id = p_deployment_id
        and c.backend_pid = pg_backend_pid() and c.link_id = p_link_id);
end
$pggit$;

comment on function pggit._link_committed_changes(bigint, uuid) is
  'Ties a link to the commits its session has just made in a deployment that commits as it goes.';
