import type { ClientBase } from 'pg';

export interface DeploymentRow {
  id: string;
  name: string;
  autoCommit: boolean;
  status: string;
  reason: string | null;
  commit: string | null;
  openedBy: string;
  startedAt: Date;
  endedAt: Date | null;
}

/** All deployments, in the order in which they were opened. */
export async function deploymentsOf(other: ClientBase): Promise<DeploymentRow[]> {
  const { rows } = await other.query(
    `select deployment_id as id, name, auto_commit as "autoCommit", status, reason,
            commit_id as commit, opened_by as "openedBy", started_at as "startedAt",
            ended_at as "endedAt"
       from pggit.deployments order by started_at`,
  );
  return rows;
}

/** The deployment of each table's first change; null outside any. */
export async function deploymentOfTables(
  other: ClientBase,
): Promise<Record<string, string | null>> {
  const { rows } = await other.query(
    `select s.identity, l.deployment_name
       from pggit.log() l cross join lateral pggit.show(l.commit_id::text) s
      where s.kind = 'table' and s.change = 'added'`,
  );
  return Object.fromEntries(rows.map((row) => [row.identity, row.deployment_name]));
}
