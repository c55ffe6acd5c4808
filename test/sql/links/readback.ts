import type { ClientBase } from 'pg';

export interface Link {
  id: string;
  number: string;
  key: string;
  tool: string;
  source: string;
  commit: string | null;
  deployment: string | null;
  run: number;
  direction: 'up' | 'down';
  description: string | null;
  checksum: string | null;
  appliedAt: Date;
  revertedAt: Date | null;
}

/** All links, in the order in which they were made. */
export async function linksOf(other: ClientBase): Promise<Link[]> {
  const { rows } = await other.query(
    `select link_id as id, migration_id as number, migration_key as key, tool_name as tool, source,
            pggit_commit_id as commit, deployment_id as deployment, run, direction, description,
            checksum, applied_at as "appliedAt", reverted_at as "revertedAt"
       from pggit.external_migrations order by link_id`,
  );
  return rows;
}

/** Which migration made each change of a commit: `added table public.a` to its key. */
export async function migrationsOf(
  other: ClientBase,
  ref = 'HEAD',
): Promise<Record<string, string | null>> {
  const { rows } = await other.query(
    'select change, kind, identity, migration_key from pggit.show($1)',
    [ref],
  );
  return Object.fromEntries(
    rows.map((row) => [`${row.change} ${row.kind} ${row.identity}`, row.migration_key]),
  );
}

/** The links of the journal itself, step by step: `added public.a by 1_a`. */
export async function attributedSteps(other: ClientBase): Promise<string[]> {
  const { rows } = await other.query(
    `select c.change, coalesce(c.new_identity, c.old_identity) as identity, m.migration_key as key,
            m.direction
       from pggit.changes c left join pggit.external_migrations m on m.link_id = c.link_id
      where c.kind = 'table' and c.command_tag <> 'BASELINE'
      order by c.change_id`,
  );
  return rows.map((row) => {
    const by = row.key === null ? 'nobody' : `${row.key} ${row.direction}`;
    return `${row.change} ${row.identity} by ${by}`;
  });
}

/** The history tables pggit knows: source to whether they are attached. */
export async function historyTables(other: ClientBase): Promise<Record<string, boolean>> {
  const { rows } = await other.query('select source, attached from pggit.history_tables');
  return Object.fromEntries(rows.map(({ source, attached }) => [source, attached]));
}
