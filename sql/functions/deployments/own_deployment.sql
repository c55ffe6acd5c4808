-- Makes this session the owner of the deployment it belongs to: the one whose end makes it an orphan.
--
-- Behind a pooler a server process outlives its client, and the next client gets it. There the owner is
-- whoever holds an advisory lock, which a pooler's reset (discard all) takes from the session that it
-- hands on. Shared, because a client that connects again may come before the session it had is reset.
-- A backend_pid of 0, which no process has, says that it is the lock that counts.
--
-- Locks: the deployment's row, unless somebody is closing it, which is waited for nowhere; that advisory
-- lock until the session ends.

create or replace function pggit.own_deployment(through_pooler boolean default false)
returns void
language plpgsql
volatile
security definer -- writes deployments, which no role but the owner may
set search_path = pg_catalog, pg_temp
as $pggit$
declare
  v_id constant uuid := pggit._require_session_deployment('own_deployment');
  v_is_pooled constant boolean :=
    coalesce(own_deployment.through_pooler, false)
    and pg_try_advisory_lock_shared(pggit._owner_lock(v_id));
begin
  update pggit.deployments d
  set backend_pid = case when v_is_pooled then 0 else pg_backend_pid() end,
      backend_start = case when not v_is_pooled then (
        select a.backend_start from pg_stat_activity a where a.pid = pg_backend_pid()) end
  where d.deployment_id = (
    select o.deployment_id from pggit.deployments o
    where o.deployment_id = v_id and o.status = 'open'
    for update skip locked);
end
$pggit$;

comment on function pggit.own_deployment(boolean) is
'Makes this session the owner of its deployment, the one whose end makes an orphan of it. For a
session that goes on where the one that opened it will not.

- `through_pooler` true: behind a pooler in session mode, where server processes outlive their
  clients. The owner is then whoever holds an advisory lock, which `discard all` takes away.';
