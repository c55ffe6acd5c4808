-- Appends a commit of the given changes to the current branch. A transaction that has just made one for
-- the same deployment (constraints set to immediate) extends it instead.
--
-- Staged changes of others that these build on come along (_staged_before): every commit is a step from
-- its parent's state to one that was there. Each keeps its deployment, migration, role and time.
--
-- p_message: null for one that says what changed. p_are_staged: false when all of the changes carry the
-- commit's id already.
--
-- Locks: the branch row, last of all and until the transaction ends, which is what makes history one
-- line. Who waits, waits for other commits to finish, not for other migrations; the callers limit it.

create or replace function pggit._append_commit(
  p_changes bigint[],
  p_message text,
  p_deployment_id uuid,
  p_commit_id uuid default gen_random_uuid(),
  p_extend boolean default true,
  p_are_staged boolean default true
)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $pggit$
declare
  v_xid constant xid8 := pg_current_xact_id();
  v_branch constant text := pggit._current_branch();
  -- A deployment that commits as it goes may have stranded changes of its own.
  v_commits_as_it_goes boolean := false;
  v_changes bigint[] := p_changes;
  v_taken bigint[] := '{}'::bigint[];
  v_named bigint[] := p_changes;
  v_end uuid;
  v_parent pggit.commits;
  v_commit pggit.commits;
begin
  select b.commit_id into v_end
  from pggit.branches b where b.name = v_branch for update skip locked;
  if not found then
    v_end := pggit._lock_branch(v_branch);
  end if;
  if p_deployment_id is not null then
    v_commits_as_it_goes := exists (
      select from pggit.deployments d where d.deployment_id = p_deployment_id and d.auto_commit);
  end if;
  if exists (
    select from pggit.changes c
    where c.commit_id is null
      and (c.deployment_id is distinct from p_deployment_id
        or c.transaction_id <> v_xid and (c.deployment_id is null or v_commits_as_it_goes))
  ) or exists (
    select from pggit.deployments d where d.commit_id is null and d.status <> 'open'
  ) then
    perform pggit._adopt_stranded_changes(v_branch, null, p_commit_id);
    perform pggit._adopt_stragglers(v_branch, p_commit_id);
    select b.commit_id into v_end from pggit.branches b where b.name = v_branch;
    -- What those build on went along with them, also where it is ours.
    v_changes := array(
      select c.change_id from pggit.changes c
      where c.change_id = any (p_changes)
        and (c.commit_id is null or c.commit_id = p_commit_id)
      order by c.change_id);
    v_named := v_changes;
    v_taken := pggit._staged_before(v_changes);
    -- What came along new was added by this commit, not changed.
    if v_taken <> '{}' and p_message is null then
      v_named := array(
        select distinct coalesce(a.change_id, c.change_id)
        from pggit.changes c
        left join pggit.changes a on a.object_id = c.object_id and a.change_id = any (v_taken)
          and a.change = 'added' and c.change = 'changed'
        where c.change_id = any (v_changes));
    end if;
    v_changes := v_taken || v_changes;
  end if;
  select c.* into v_parent from pggit.commits c where c.commit_id = v_end;
  if v_end is not null and not found then
    perform pggit._raise('PGR01', format('branch %L ends at commit %s, which is gone', v_branch, v_end),
      jsonb_build_object('ref', v_end), 'Without it there is no history to append to.');
  end if;

  -- The time as well: after a restore another cluster counts transactions from its own beginning.
  if p_extend and v_parent.transaction_id = v_xid and v_parent.committed_at >= now()
    and v_parent.deployment_id is not distinct from p_deployment_id
  then
    v_commit := v_parent;
  else
    select p_commit_id, array_remove(array[v_end], null), v_branch,
      coalesce(p_message, pggit._describe_changes(v_named)), p_deployment_id, session_user::text,
      clock_timestamp(), v_xid, current_setting('server_version_num')::int, 1
    into v_commit.commit_id, v_commit.parent_ids, v_commit.branch, v_commit.message,
      v_commit.deployment_id, v_commit.author, v_commit.committed_at, v_commit.transaction_id,
      v_commit.server_version, v_commit.format_version;
  end if;

  v_commit.state_hash :=
    pggit._next_state_hash(v_parent.state_hash, v_changes, p_commit_id);
  if p_are_staged or v_taken <> '{}' or v_commit.commit_id <> p_commit_id then
    update pggit.changes c set commit_id = v_commit.commit_id
    where c.change_id = any (v_changes) and c.commit_id is distinct from v_commit.commit_id;
    perform pggit._tie_links(v_commit.commit_id, p_deployment_id, v_changes);
  end if;
  v_commit.content_hash := pggit._content_hash(v_commit);

  if v_commit.commit_id = v_parent.commit_id then
    update pggit.commits c
    set state_hash = v_commit.state_hash, content_hash = v_commit.content_hash
    where c.commit_id = v_commit.commit_id;
    return v_commit.commit_id;
  end if;
  insert into pggit.commits
    (commit_id, parent_ids, branch, message, author, committed_at, deployment_id, transaction_id,
     state_hash, content_hash, server_version, format_version)
  values
    (v_commit.commit_id, v_commit.parent_ids, v_commit.branch, v_commit.message, v_commit.author,
     v_commit.committed_at, v_commit.deployment_id, v_commit.transaction_id, v_commit.state_hash,
     v_commit.content_hash, v_commit.server_version, v_commit.format_version);
  update pggit.branches b set commit_id = v_commit.commit_id where b.name = v_branch;
  return v_commit.commit_id;
end
$pggit$;

comment on function pggit._append_commit(bigint[], text, uuid, uuid, boolean, boolean) is
  'Appends a commit of changes to the current branch and returns its id.';
