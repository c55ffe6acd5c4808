-- Gives the links of changes that have just become part of a commit to that commit. Whoever puts changes
-- into a commit that an earlier transaction wrote calls this: a stranger that builds on them, the end of
-- their deployment, whoever adopts what was left behind. So a link is where the newest of its changes is,
-- because commits are made one after another.
--
-- Links of another deployment that is open are left to its end (_link_carried_changes), which waits for
-- nobody: a transaction that has made its commit may stay open for long.
--
-- p_deployment_id: that of the commit.
--
-- Locks: the links of the changes.

create or replace function pggit._tie_links(p_commit_id uuid, p_deployment_id uuid, p_changes bigint[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
begin
  update pggit.external_migrations m set pggit_commit_id = p_commit_id
  from (
    select distinct c.link_id
    from pggit.changes c
    where c.change_id = any (p_changes) and c.link_id is not null
  ) l
  where m.link_id = l.link_id and m.pggit_commit_id is distinct from p_commit_id
    and not exists (
      select from pggit.deployments d
      where d.deployment_id = m.deployment_id and d.status = 'open'
        and d.deployment_id is distinct from p_deployment_id);
end
$pggit$;

comment on function pggit._tie_links(uuid, uuid, bigint[]) is
  'Gives the links of changes to the commit that has just taken them up.';
