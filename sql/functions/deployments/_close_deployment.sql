-- Closes a deployment: one commit of all it captured, message and tags, its links tied to the commit.
-- With auto_commit the commits are there already; the last one gets message and tags. A deployment
-- that captured nothing and linked nothing leaves no trace. Where every change went along with commits of
-- others that build on them, the commit holds message and tags alone; a link belongs to the commit that
-- has its changes.
--
-- Locks: the deployment's row first (two sessions may close the same orphan), then the branch, whose
-- wait is limited; nothing after it is waited for but links of the deployment's own.

create or replace function pggit._close_deployment(
  p_deployment_id uuid,
  p_status text,
  p_reason text default null,
  p_message text default null,
  p_tags text[] default null
)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
set jit = off
set lock_timeout = '800ms'
as $pggit$
declare
  v_deployment pggit.deployments;
  v_changes bigint[];
  v_commit_id uuid;
  v_carried_by uuid[];
  v_is_captured boolean := false;
begin
  select d.* into v_deployment
  from pggit.deployments d
  where d.deployment_id = p_deployment_id and d.status = 'open'
  for update;
  if v_deployment.deployment_id is null then
    return null;
  end if;
  -- What this transaction changed before the deployment began comes before it.
  perform pggit._commit_transaction(null, gen_random_uuid(), '{}'::bigint[]);
  if exists (
    select from pggit.announced_migrations a where a.deployment_id = p_deployment_id
  ) then
    perform pggit._settle_announced(p_deployment_id);
  end if;

  select c.commit_id into v_commit_id
  from pggit.commits c where c.deployment_id = p_deployment_id
  order by c.commit_number desc limit 1;
  begin
    -- The branch before the changes: another deployment that ends at the same moment may take some along.
    if exists (
      select from pggit.changes c
      where c.commit_id is null and c.deployment_id = p_deployment_id
    ) then
      v_is_captured := true;
      perform pggit._lock_branch(pggit._current_branch());
    end if;
    -- A row that a session of the deployment is linking at this moment is left to whoever commits after
    -- it: the end waits for nobody's transaction.
    select array_agg(c.change_id order by c.change_id) into v_changes
    from (
      select s.change_id from pggit.changes s
      where s.commit_id is null and s.deployment_id = p_deployment_id
      for update skip locked
    ) c;
    v_carried_by := pggit._carried_by(p_deployment_id);
    if v_changes is not null or (v_commit_id is null and (v_carried_by <> '{}' or exists (
      select from pggit.external_migrations m where m.deployment_id = p_deployment_id
    ))) then
      v_commit_id := pggit._append_commit(
        coalesce(v_changes, '{}'),
        coalesce(p_message, v_deployment.message, v_deployment.name),
        p_deployment_id);
    elsif v_commit_id is null and not v_is_captured then
      delete from pggit.deployments d where d.deployment_id = p_deployment_id;
      return null;
    end if;
  exception when lock_not_available or sqlstate 'PGR04' then
    -- Somebody holds the branch (a prepared transaction, constraints set to immediate): the
    -- deployment has ended all the same, and whoever commits next makes its commit (_adopt_stragglers).
    v_commit_id := null;
    v_carried_by := pggit._carried_by(p_deployment_id);
  end;

  if p_message is not null then
    update pggit.commits c set message = p_message where c.commit_id = v_commit_id;
    update pggit.commits c set content_hash = pggit._content_hash(c)
    where c.commit_id = v_commit_id;
  end if;
  perform pggit._tag_commit(v_commit_id, p_tags);
  if v_carried_by <> '{}' then
    perform pggit._link_carried_changes(p_deployment_id, v_carried_by || v_commit_id);
  end if;
  update pggit.external_migrations m set pggit_commit_id = v_commit_id
  where m.deployment_id = p_deployment_id and m.pggit_commit_id is null;
  update pggit.deployments d
  set status = p_status, reason = p_reason, message = coalesce(p_message, d.message),
      tags = p_tags, commit_id = v_commit_id, ended_at = clock_timestamp()
  where d.deployment_id = p_deployment_id;
  return v_commit_id;
end
$pggit$;

comment on function pggit._close_deployment(uuid, text, text, text, text[]) is
  'Closes an open deployment with one commit of what it captured; returns the commit, null when there was nothing.';
