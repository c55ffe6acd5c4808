import type { LogEntry, PgGit } from '@pggit/core';

/** A commit, with what its deployment says of its end. */
export interface LoggedCommit extends LogEntry {
  readonly deploymentReason: string | null;
}

/** The history of a ref, newest first. */
export async function readLog(
  pggit: Pick<PgGit, 'log' | 'deployments'>,
  ref: string | undefined,
  limit?: number,
): Promise<LoggedCommit[]> {
  const commits = (await pggit.log(ref)).slice(0, limit);
  const isOfDeployment = commits.some(({ deploymentId }) => deploymentId !== null);
  const deployments = isOfDeployment ? await pggit.deployments() : [];
  const reasons = new Map(deployments.map(({ deploymentId, reason }) => [deploymentId, reason]));
  return commits.map((commit) => ({
    ...commit,
    deploymentReason: reasons.get(commit.deploymentId ?? '') ?? null,
  }));
}
