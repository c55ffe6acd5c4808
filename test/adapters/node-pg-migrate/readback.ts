import type { ClientBase } from 'pg';

/** A link, as far as these tests look at it. */
export interface Link {
  key: string;
  source: string;
  run: number;
  direction: string;
  commit: string | null;
  deployment: string | null;
  reverted: boolean;
}

export interface DeploymentRow {
  id: string;
  name: string;
  status: string;
  reason: string | null;
  commit: string | null;
}

/**
 * What another session sees of pggit's history: everything here is read back through a connection
 * that did not migrate.
 */
export interface History {
  readonly deployments: DeploymentRow[];
  readonly links: Link[];
  /** Commits after the baseline, oldest first. */
  readonly commits: { id: string; message: string; deployment: string | null; tags: string[] }[];
}

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

/** Names in a history table, in the order in which they were written. */
export async function appliedIn(
  other: ClientBase,
  table = 'public.pgmigrations',
): Promise<string[]> {
  const { rows } = await other.query(`select name from ${table} order by id`);
  return rows.map(({ name }) => name);
}

/**
 * Advisory locks held by anybody in this database, as far as node-pg-migrate's default key goes.
 */
export async function heldLocks(other: ClientBase): Promise<number> {
  const { rows } = await other.query(
    `select count(*)::int as held from pg_locks
      where locktype = 'advisory'
        and database = (select oid from pg_database where datname = current_database())
        and ((classid::bigint << 32) | objid::bigint) = 7241865325823964`,
  );
  return rows[0].held;
}
