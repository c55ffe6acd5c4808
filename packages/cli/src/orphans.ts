import type pg from 'pg';

/**
 * The rule by which `pggit.recover_deployments()` tells that an owner is gone: no backend has the
 * process id and start time of the one that opened the deployment. A start time this role may not
 * see counts as the same. A standby sees its own sessions only and can tell nothing.
 */
const ORPHANS = `
select d.deployment_id
from pggit.deployments d
where d.status = 'open'
  and not pg_catalog.pg_is_in_recovery()
  and not exists (
    select
    from pg_catalog.pg_stat_activity a
    where a.pid = d.backend_pid
      and coalesce(a.backend_start, d.backend_start) is not distinct from d.backend_start)`;

/** Ids of the open deployments whose owner is gone. */
export async function findOrphans(client: pg.Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ deployment_id: string }>(ORPHANS);
  return new Set(rows.map((row) => row.deployment_id));
}
