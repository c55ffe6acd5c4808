-- The open deployments whose owner is gone. The owner is alive while its backend is: same process id,
-- same start time, in this database (a copy of the database keeps the deployment, but not its session).
-- Behind a pooler it is alive while somebody holds its advisory lock (own_deployment).
-- A standby sees its own sessions only and can tell nothing, so there it names none.

create or replace function pggit._ownerless_deployments()
returns setof pggit.deployments
language sql
stable
set search_path = pg_catalog, pg_temp
as $pggit$
  select d.*
  from pggit.deployments d
  where d.status = 'open'
    and not pg_is_in_recovery()
    and case
      when d.backend_pid = 0 then not exists (
        select from pg_locks l
        where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
          and l.database = (select b.oid from pg_database b where b.datname = current_database())
          and (l.classid::bigint << 32) + l.objid::bigint = pggit._owner_lock(d.deployment_id))
      else not exists (
        select from pg_stat_activity a
        where a.pid = d.backend_pid
          and a.datname = current_database()
          -- A start time that may not be seen counts as the same: better late than wrong.
          and coalesce(a.backend_start, d.backend_start) is not distinct from d.backend_start)
    end
$pggit$;

comment on function pggit._ownerless_deployments() is
  'Open deployments whose owner is gone.';
