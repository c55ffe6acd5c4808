-- A row whose migration nobody announced: Flyway without pggit's callbacks. Its transaction has committed
-- in another session a moment ago, or in this one (postgresql.transactional.lock = false). Either is only
-- believed where nothing else is possible, for a wrong link is worse than one without changes:
--
-- * this transaction's own changes, committed already because it is at its end;
-- * else what the tool's other session has just committed. That session is certain where it is the only
--   one of the same login, address and application that came after this one and is done with a COMMIT
--   since this transaction began, which the tool's always is.
--
-- Where the transaction wrote several rows (group = true) the commit is known, but not whose the changes are.
--
-- Locks: the journal rows it attributes, of transactions that have ended.

create or replace function pggit._link_changes_elsewhere(
  p_link_id bigint,
  p_deployment_id uuid
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_self pg_stat_activity;
  v_pids int[];
  v_changes bigint[];
  v_commit_id uuid;
  v_is_staged boolean;
begin
  if exists (select from pggit.changes c where c.commit_id is null
      and c.deployment_id is not distinct from p_deployment_id
      and c.backend_pid = pg_backend_pid() and c.link_id = p_link_id)
  then
    return;
  end if;
  v_commit_id := pggit._transaction_commit();
  if v_commit_id is not null then
    v_pids := array[pg_backend_pid()];
  else
    select a.* into v_self from pg_stat_activity a where a.pid = pg_backend_pid();
    v_pids := array(
      select a.pid
      from pg_stat_activity a
      where a.pid <> v_self.pid and a.datid = v_self.datid and a.usesysid = v_self.usesysid
        and a.backend_type = 'client backend'
        and a.client_addr is not distinct from v_self.client_addr
        and a.application_name = v_self.application_name
        and coalesce(a.state_change >= v_self.xact_start, true));
    if cardinality(v_pids) <> 1 or not exists (
      select from pg_stat_activity a
      where a.pid = v_pids[1] and a.state = 'idle' and upper(a.query) = 'COMMIT'
        and a.backend_start > v_self.backend_start
    ) then
      return;
    end if;
  end if;

  select array_agg(c.change_id), (array_agg(k.commit_id order by k.commit_number desc))[1],
    bool_or(c.commit_id is null)
  into v_changes, v_commit_id, v_is_staged
  from (
    select c.change_id, c.commit_id
    from pggit.commits k
    join pggit.changes c on c.commit_id = k.commit_id
    where k.commit_number > coalesce((
        select b.commit_number from pggit.commits b
        where b.committed_at < now()
        order by b.commit_number desc limit 1), 0)
      and c.backend_pid = v_pids[1] and c.changed_at >= now() and c.link_id is null
      and c.deployment_id is not distinct from p_deployment_id
    union all
    select c.change_id, null
    from pggit.changes c
    where c.commit_id is null and c.deployment_id is not distinct from p_deployment_id
      and c.backend_pid = v_pids[1] and c.changed_at >= now() and c.link_id is null
  ) c
  left join pggit.commits k on k.commit_id = c.commit_id;
  if v_changes is null then
    return;
  end if;
  if current_setting('pggit.rows', true) = pg_current_xact_id()::text || ':1' then
    update pggit.changes c set link_id = p_link_id where c.change_id = any (v_changes);
  end if;
  if not v_is_staged then
    update pggit.external_migrations m set pggit_commit_id = v_commit_id
    where m.link_id = p_link_id and m.pggit_commit_id is null;
  end if;
end
$pggit$;

comment on function pggit._link_changes_elsewhere(bigint, uuid) is
  'Gives a link the changes that the tool''s other session has just committed, where those are certain.';
