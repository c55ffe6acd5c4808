-- Makes the running transaction's changes a commit, or adds them to the commit it has already made
-- (constraints set to immediate). p_changes were written under p_commit_id a moment ago; changes
-- staged at an earlier boundary of the transaction come along. Links written outside a deployment get
-- the commit. One without any change belongs to the state it found, unless a stranger made that (_own_head); a
-- link that was asked for by hand always does. One whose changes another transaction has staged gets the
-- commit that takes them up (_tie_links).
--
-- lock_timeout: how long to wait for the branch.

create or replace function pggit._commit_transaction(
  p_deployment_id uuid,
  p_commit_id uuid,
  p_changes bigint[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set jit = off
set lock_timeout = '800ms'
as $pggit$
declare
  v_xid constant xid8 := pg_current_xact_id_if_assigned();
  v_commit_id uuid;
  v_staged bigint[];
begin
  if v_xid is null then
    return;
  end if;
  -- Changes of marks that were described once, and under p_commit_id, are all there is.
  if p_changes = '{}' or current_setting('pggit.flush', true) is distinct from v_xid || ':1' then
    select array_agg(c.change_id order by c.change_id) into v_staged
    from pggit.changes c
    where c.commit_id is null
      and c.transaction_id = v_xid
      and c.deployment_id is not distinct from p_deployment_id;
  end if;

  -- Boundaries within a transaction, and what was changed back behind one: that is no commit.
  if v_staged is not null and p_deployment_id is null
    and pggit._forget_idle_changes(v_staged || p_changes)
  then
    null;
  elsif v_staged is not null or p_changes <> '{}' then
    begin
      v_commit_id := pggit._append_commit(
        v_staged || p_changes, null, p_deployment_id, p_commit_id, p_are_staged => v_staged is not null);
    exception
      -- A snapshot older than the branch may not append to it, and nobody's DDL waits for long: the
      -- changes stay staged, and whoever commits next puts them into the history first.
      when serialization_failure or lock_not_available or deadlock_detected or sqlstate 'PGR04'
      then
        update pggit.changes c set commit_id = null where c.change_id = any (p_changes);
        return;
    end;
  end if;

  if current_setting('pggit.linked', true) = v_xid::text then
    update pggit.external_migrations m
    set pggit_commit_id = coalesce(v_commit_id, pggit._transaction_commit(),
      case when m.source = m.tool_name then pggit._head() else pggit._own_head(m.source) end)
    where m.deployment_id is not distinct from p_deployment_id
      and m.pggit_commit_id is null
      and m.transaction_id = v_xid
      and (p_deployment_id is null or v_commit_id is not null)
      and not exists (
        select from pggit.changes c
        where c.commit_id is null
          and c.deployment_id is not distinct from p_deployment_id
          and c.link_id = m.link_id);
  end if;
end
$pggit$;

comment on function pggit._commit_transaction(uuid, uuid, bigint[]) is
  'Makes the running transaction''s changes a commit and gives it the transaction''s links.';
