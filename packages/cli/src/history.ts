import type { Deployment, LogEntry, PgGit } from '@pggit/core';

/** A commit, and how the deployment it is of ended. */
export interface HistoryEntry extends LogEntry {
  readonly deploymentStatus: Deployment['status'] | null;
}

/** The history that ends at `ref`, newest first. */
export async function readHistory(pggit: PgGit, ref: string | undefined): Promise<HistoryEntry[]> {
  const history = await pggit.log(ref);
  const deployments = await pggit.deployments();
  const statuses = new Map(deployments.map(({ deploymentId, status }) => [deploymentId, status]));
  return history.map((commit) => ({
    ...commit,
    deploymentStatus: statuses.get(commit.deploymentId ?? '') ?? null,
  }));
}
