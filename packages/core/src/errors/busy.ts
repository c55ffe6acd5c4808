import { PgGitError } from './base.js';

/** A session or prepared transaction that keeps pggit from being changed. */
export interface Blocker {
  /** Process id of the session; absent for a prepared transaction. */
  readonly pid?: number;
  /** Identifier of the prepared transaction; absent for a session. */
  readonly gid?: string;
  readonly user?: string;
  readonly applicationName?: string;
  /** `active`, `idle in transaction`, …; `prepared` for a prepared transaction. */
  readonly state: string;
  /** Age of its transaction. */
  readonly seconds: number;
  /** What it holds, for example `pggit.dirty_objects`. */
  readonly holds: readonly string[];
}

/** Other sessions hold what an installation, upgrade or uninstallation needs. */
export class DatabaseBusyError extends PgGitError {
  readonly code = 'database_busy';
  readonly sqlState = 'PGI11';
  /** Who was in the way at the last attempt, the oldest transaction first. */
  readonly blockers: readonly Blocker[];

  /** @param purpose completes "cannot …" */
  constructor(purpose: string, blockers: readonly Blocker[], cause?: unknown) {
    super(
      `cannot ${purpose} while other sessions are at work, nothing was changed: ${reasonOf(blockers, cause)}`,
      {
        cause,
        details: { blockers: blockers.map(toDetail) },
        hint: `${nextStep(blockers)} Or wait longer: --lock-timeout on the command line, lockTimeoutMs in TypeScript.`,
      },
    );
    this.blockers = blockers;
  }
}

function reasonOf(blockers: readonly Blocker[], cause: unknown): string {
  if (blockers.length > 0) return blockers.map(describe).join('; ');
  return cause instanceof Error ? cause.message : 'somebody was in the way at each attempt';
}

function describe(blocker: Blocker): string {
  const { user, applicationName, state, seconds, holds } = blocker;
  const since = `${Math.round(seconds)} s`;
  const what = holds.length === 0 ? '' : ` holds ${holds.join(', ')}`;
  if (blocker.gid !== undefined) {
    return `prepared transaction ${blocker.gid} of ${user ?? 'somebody'}, ${since} old,${what}`;
  }
  const application = applicationName ? `, application ${applicationName}` : '';
  return `pid ${blocker.pid} (${user ?? 'unknown user'}${application}, ${state}, transaction ${since} old)${what}`;
}

function nextStep(blockers: readonly Blocker[]): string {
  const ways = blockers.flatMap(({ pid, gid }) => {
    if (gid !== undefined)
      return [`commit prepared or rollback prepared '${gid.replaceAll("'", "''")}'`];
    return pid === undefined ? [] : [`select pg_terminate_backend(${pid})`];
  });
  const end = ways.length === 0 ? '' : ` (${ways.join('; ')})`;
  return `Run it again once these transactions have ended${end}, at a moment when no migration runs.`;
}

function toDetail({ applicationName, ...blocker }: Blocker): Record<string, unknown> {
  return {
    ...blocker,
    ...(applicationName === undefined ? {} : { application_name: applicationName }),
  };
}
