import type { ClientBase } from 'pg';

/** A commit as `pggit.log()` lists it. */
export interface LoggedCommit {
  id: string;
  parents: string[];
  message: string;
  author: string;
  tags: string[];
  deployment: string | null;
  deploymentName: string | null;
  changes: number;
  migrations: number;
}

/** The commits of a ref after the baseline, oldest first: the order in which tests make them. */
export async function commitsOf(other: ClientBase, ref = 'HEAD'): Promise<LoggedCommit[]> {
  const { rows } = await other.query(
    `select commit_id as id, parent_ids as parents, message, author, tags,
            deployment_id as deployment, deployment_name as "deploymentName", changes, migrations
       from pggit.log($1)`,
    [ref],
  );
  return rows.reverse().slice(1);
}

/** What a commit changed, one line an object: `added table public.orders`. */
export async function shown(other: ClientBase, ref = 'HEAD'): Promise<string[]> {
  const { rows } = await other.query('select change, kind, identity from pggit.show($1)', [ref]);
  return rows.map(({ change, kind, identity }) => `${change} ${kind} ${identity}`).sort();
}

/** The commit a branch ends at. */
export async function headOf(other: ClientBase, branch = 'main'): Promise<string> {
  const { rows } = await other.query('select commit_id from pggit.branches where name = $1', [
    branch,
  ]);
  return rows[0].commit_id;
}

/** What `pggit.status()` reports: `drift added table public.orders`. */
export async function statusOf(other: ClientBase): Promise<string[]> {
  const { rows } = await other.query('select state, change, kind, identity from pggit.status()');
  return rows.map((row) => [row.state, row.change, row.kind, row.identity].join(' '));
}

/** The hash of a state, in hex. */
export async function stateHash(other: ClientBase, ref = 'live'): Promise<string> {
  const { rows } = await other.query("select encode(pggit.state_hash($1), 'hex') as hash", [ref]);
  return rows[0].hash;
}
