import type { RunnerOption } from 'node-pg-migrate';

/**
 * The history table a run will use, as `"schema"."table"`, by node-pg-migrate's own rule:
 * migrationsSchema, else the first schema, else public. `decamelize` plays no part: the tool
 * inserts into the name as it was given.
 */
export function historyTable(
  options: Pick<RunnerOption, 'migrationsSchema' | 'migrationsTable' | 'schema'>,
): string {
  const schemas = [options.schema].flat().filter((name) => typeof name === 'string' && name !== '');
  return `${quoted(options.migrationsSchema ?? schemas[0] ?? 'public')}.${quoted(options.migrationsTable)}`;
}

function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
