-- Gives those links of a deployment whose changes went along with commits of others to the newest commit
-- that has one of them.
--
-- Locks: links of the deployment that have no commit yet.

create or replace function pggit._link_carried_changes(p_deployment_id uuid, p_commit_ids uuid[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  update pggit.external_migrations m set pggit_commit_id = l.commit_id
  from (
    select distinct on (c.link_id) c.link_id, c.commit_id
    from pggit.changes c
    join pggit.commits k on k.commit_id = c.commit_id
    where c.commit_id = any (p_commit_ids) and c.deployment_id = p_deployment_id
    order by c.link_id, k.commit_number desc
  ) l
  where m.link_id = l.link_id
    and m.deployment_id = p_deployment_id and m.pggit_commit_id is null;
end
$pggit$;

comment on function pggit._link_carried_changes(uuid, uuid[]) is
  'Gives links of a deployment to the commits of others that have their changes.';
