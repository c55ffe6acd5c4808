-- Changes can be left behind without a commit: outside any deployment by a transaction whose snapshot
-- was older than the branch, and in a deployment by one that ended after the deployment had. Whoever
-- commits next puts them into the history first, as a commit of their own, with what they build on
-- (_staged_before). Where a session is linking that at this moment, they wait for the next one.
--
-- p_deployment_id: the closed deployment they belong to, null for the former. p_next_commit_id: the commit
-- about to be made, whose changes may carry its id already and are not committed yet. p_or_none: makes the
-- commit also where nothing is left behind. The caller holds the branch row.

create or replace function pggit._adopt_stranded_changes(
  p_branch text,
  p_deployment_id uuid,
  p_next_commit_id uuid,
  p_or_none boolean default false
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_changes bigint[];
  v_commit pggit.commits;
begin
  select array_agg(c.change_id order by c.change_id) into v_changes
  from (
    select s.change_id from pggit.changes s
    where s.commit_id is null
      and s.transaction_id <> pg_current_xact_id()
      and s.deployment_id is not distinct from p_deployment_id
    for update skip locked
  ) c;
  if v_changes is null then
    if not p_or_none then
      return;
    end if;
    v_changes := '{}';
  end if;
  begin
    v_changes := pggit._staged_before(v_changes) || v_changes;
  exception when lock_not_available then
    return;
  end;

  insert into pggit.commits
    (parent_ids, branch, message, author, deployment_id, transaction_id, state_hash, content_hash)
  select
    array_remove(array[b.commit_id], null), b.name,
    coalesce(d.message, d.name, 'adopted: ' || pggit._describe_changes(v_changes)),
    coalesce(d.opened_by, session_user), p_deployment_id, '0'::xid8,
    pggit._next_state_hash(h.state_hash, v_changes, p_next_commit_id), ''
  from pggit.branches b
  left join pggit.commits h on h.commit_id = b.commit_id
  left join pggit.deployments d on d.deployment_id = p_deployment_id
  where b.name = p_branch
  returning * into v_commit;
  update pggit.changes c set commit_id = v_commit.commit_id where c.change_id = any (v_changes);
  perform pggit._tie_links(v_commit.commit_id, p_deployment_id, v_changes);
  update pggit.commits c set content_hash = pggit._content_hash(c)
  where c.commit_id = v_commit.commit_id;
  update pggit.branches b set commit_id = v_commit.commit_id where b.name = p_branch;
  perform pggit._tag_commit(v_commit.commit_id, d.tags)
  from pggit.deployments d where d.deployment_id = p_deployment_id and d.commit_id is null;
  update pggit.deployments d set commit_id = v_commit.commit_id
  where d.deployment_id = p_deployment_id and d.commit_id is null;
  if p_deployment_id is not null then
    perform pggit._link_carried_changes(
      p_deployment_id, pggit._carried_by(p_deployment_id) || v_commit.commit_id);
    update pggit.external_migrations m set pggit_commit_id = v_commit.commit_id
    where m.pggit_commit_id is null
      and m.transaction_id <> pg_current_xact_id()
      and m.deployment_id = p_deployment_id;
  end if;
end
$pggit$;

comment on function pggit._adopt_stranded_changes(text, uuid, uuid, boolean) is
  'Commits changes that an earlier transaction had to leave without a commit.';
