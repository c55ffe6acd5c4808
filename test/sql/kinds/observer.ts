import type { ClientBase } from 'pg';
import type { ShownRow } from './rows.js';

/** The rows of a commit, read through `other`, a session that did not make it. */
export async function shown(other: ClientBase, ref = 'HEAD'): Promise<ShownRow[]> {
  const { rows } = await other.query(
    `select change, kind || ' ' || identity as object, kind || ' ' || previous_identity as previous,
            attributes
       from pggit.show($1)`,
    [ref],
  );
  return rows.map(({ previous, ...row }) => (previous === null ? row : { ...row, previous }));
}

/** What must hold after any captured transaction, whatever it did. */
export async function expectationsOf(other: ClientBase): Promise<Record<string, unknown>> {
  const { rows } = await other.query(
    `select pggit.state_hash('HEAD') = pggit.state_hash('live') as "hash is the catalog's",
            array(select to_jsonb(s) from pggit.status() s where state <> 'unmodelled') as status,
            array(select message from pggit.capture_errors) as errors,
            (select count(*)::int from pggit.dirty_objects) as marks`,
  );
  return rows[0];
}

/** What {@link expectationsOf} gives when all is well. */
export const SOUND = {
  "hash is the catalog's": true,
  status: [],
  errors: [],
  marks: 0,
};

/** The number of commits, of staged and committed changes: what a transaction without traces leaves alone. */
export async function traces(other: ClientBase): Promise<{ commits: number; changes: number }> {
  const { rows } = await other.query(
    `select (select count(*)::int from pggit.commits) as commits,
            (select count(*)::int from pggit.changes) as changes`,
  );
  return rows[0];
}

/** The definition of `object` (kind and identity) without what every definition of a test has alike. */
export async function definitionOf(
  other: ClientBase,
  object: string,
  ref = 'HEAD',
): Promise<Record<string, unknown> | null> {
  const { rows } = await other.query(
    `select pggit.definition(k.kind, substr($1, length(k.kind) + 2), $2)
              - 'format_version' - case when d.owner = session_user then 'owner' else '' end as definition
       from (select kind from pggit.kinds where starts_with($1, kind || ' ')
              order by length(kind) desc limit 1) k
       cross join lateral (
         select pggit.definition(k.kind, substr($1, length(k.kind) + 2), $2) ->> 'owner') d (owner)`,
    [object, ref],
  );
  return rows[0]?.definition ?? null;
}

/** The id of each tracked object, by kind and identity. */
export async function objectIds(other: ClientBase): Promise<Map<string, string>> {
  const { rows } = await other.query(
    `select kind || ' ' || identity as object, object_id from pggit.live_objects`,
  );
  return new Map(rows.map(({ object, object_id }) => [object, object_id]));
}

/** The ids of a relation's columns, by name. */
export async function columnIds(
  other: ClientBase,
  identity: string,
): Promise<Record<string, string>> {
  const { rows } = await other.query(
    `select c.name, c.id from pggit.live_objects l
      cross join lateral unnest(
        l.column_names, coalesce(l.column_ids, l.column_names)) as c (name, id)
      where l.identity = $1 and c.name is not null`,
    [identity],
  );
  return Object.fromEntries(rows.map(({ name, id }) => [name, id]));
}
