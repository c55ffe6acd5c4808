import type { ClientBase } from 'pg';

/** A link, as far as the tests of adapters look at it. */
export interface Link {
  key: string;
  source: string;
  run: number;
  direction: string;
  commit: string | null;
  deployment: string | null;
  reverted: boolean;
}

/** A deployment, as another session sees it. */
export interface DeploymentRow {
  id: string;
  name: string;
  status: string;
  reason: string | null;
  commit: string | null;
}

/** What another session sees of pggit's history. */
export interface History {
  readonly deployments: DeploymentRow[];
  readonly links: Link[];
  /** Commits after the baseline, oldest first. */
  readonly commits: { id: string; message: string; deployment: string | null; tags: string[] }[];
}

/** Reads pggit's history, through a connection that should not be the one that migrated. */
export async function readHistory(other: ClientBase): Promise<History> {
  const deployments = await other.query(
    `select deployment_id as id, name, status, reason, commit_id as commit
       from pggit.deployments order by started_at`,
  );
  const links = await other.query(
    `select migration_key as key, source, run, direction, pggit_commit_id as commit,
            deployment_id as deployment, reverted_at is not null as reverted
       from pggit.external_migrations order by link_id`,
  );
  const commits = await other.query(
    `select commit_id as id, message, deployment_id as deployment, coalesce(tags, '{}') as tags
       from pggit.log() where cardinality(parent_ids) > 0`,
  );
  return {
    deployments: deployments.rows,
    links: links.rows,
    commits: commits.rows.reverse(),
  };
}

/** The objects a commit changed: `added table public.orders`. */
export async function changesOf(other: ClientBase, commit: string | null): Promise<string[]> {
  const { rows } = await other.query('select change, kind, identity from pggit.show($1)', [commit]);
  return rows.map(({ change, kind, identity }) => `${change} ${kind} ${identity}`).sort();
}

/** Which migration made or changed each table of a commit. */
export async function authorsOf(
  other: ClientBase,
  commit: string | null,
): Promise<Record<string, string | null>> {
  const { rows } = await other.query(
    "select identity, migration_key as key from pggit.show($1) where kind = 'table'",
    [commit],
  );
  return Object.fromEntries(rows.map(({ identity, key }) => [identity, key]));
}

/** What the history does not have: nothing, after a run. */
export async function leftOver(other: ClientBase): Promise<unknown[]> {
  const { rows } = await other.query(
    "select state, kind, identity from pggit.status() where state in ('drift', 'staged', 'unread')",
  );
  return rows;
}
