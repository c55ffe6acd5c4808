import type { ClientBase } from 'pg';

/** A CQRS change as tests write it. */
export interface Change {
  command?: readonly (string | null)[] | null;
  query?: readonly (string | null)[] | null;
  description?: string | null;
  atomic?: boolean | null;
}

/** Calls `pggit.track_cqrs_change` and gives the id of the commit. */
export async function track(session: ClientBase, change: Change): Promise<string | null> {
  const { command = null, query = null, description = null, atomic = true } = change;
  const { rows } = await session.query(
    `select pggit.track_cqrs_change(row($1::pg_catalog.text[], $2::pg_catalog.text[], $3)::pggit.cqrs_change, $4) as id`,
    [command, query, description, atomic],
  );
  return rows[0].id;
}

/** What the changes changed by side: `command added table command.meter`. */
export async function objectsBySide(other: ClientBase): Promise<string[]> {
  const { rows } = await other.query(
    'select side, change, kind, identity from pggit.cqrs_objects order by side, kind, identity',
  );
  return rows.map(({ side, change, kind, identity }) => `${side} ${change} ${kind} ${identity}`);
}

/** How operations ended: `query 1 failed 42P01`. */
export async function operationsOf(other: ClientBase): Promise<string[]> {
  const { rows } = await other.query(
    'select side, position, status, sqlstate from pggit.cqrs_operations order by side, position',
  );
  return rows.map((row) =>
    [row.side, row.position, row.status, row.sqlstate].filter(Boolean).join(' '),
  );
}

/** The schemas of a CQRS database, and a table with a view over it. */
export const SCHEMAS = `
  create schema command;
  create schema query;
  create table command.meter (id int primary key, serial text);
  create view query.meter_overview as select id, serial from command.meter;
`;
