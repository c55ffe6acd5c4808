import type { ClientBase } from 'pg';

/** Gives a function a version, and metadata. */
export async function trackFunction(
  session: ClientBase,
  signature: string | null,
  version: string | null = null,
  metadata: unknown = null,
): Promise<void> {
  await session.query('select pggit.track_function($1, $2, $3)', [
    signature,
    version,
    metadata === null ? null : JSON.stringify(metadata),
  ]);
}

export async function versionOf(session: ClientBase, signature: string): Promise<string | null> {
  const { rows } = await session.query('select pggit.get_function_version($1) as version', [
    signature,
  ]);
  return rows[0].version;
}

/** The history of a function, newest first: `changed app.f(integer) 1.2`. */
export async function historyOf(session: ClientBase, signature: string): Promise<string[]> {
  const { rows } = await session.query(
    'select change, identity, version from pggit.function_history($1)',
    [signature],
  );
  return rows.map((row) => [row.change, row.identity, row.version].filter(Boolean).join(' '));
}
