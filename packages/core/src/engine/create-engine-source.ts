import { createHash } from 'node:crypto';
import { basename } from 'node:path/posix';
import { orderViews } from './order-views.js';
import type { EngineSource, ManifestEntry, SchemaMigration, SqlFile } from './source.js';

/**
 * Sorts the files of an SQL tree into the steps of an installation.
 *
 * @param files every file of the tree, in any order
 * @param version semantic version of the engine
 * @param manifest what the catalog looks like after an installation; empty before one was made
 * @throws Error when a file has no place in the tree, or two migrations share a number
 */
export function createEngineSource(
  files: readonly SqlFile[],
  version: string,
  manifest: readonly ManifestEntry[] = [],
): EngineSource {
  const sorted = files.map(withUnixLineEnds).sort((a, b) => (a.name < b.name ? -1 : 1));
  const steps = {
    schema: [] as SqlFile[],
    functions: [] as SqlFile[],
    views: [] as SqlFile[],
    triggers: [] as SqlFile[],
    eventTriggers: [] as SqlFile[],
    comments: [] as SqlFile[],
    grants: [] as SqlFile[],
  };
  for (const file of sorted) steps[stepOf(file.name)].push(file);
  const { schema, views, ...rest } = steps;
  return {
    version,
    checksum: sha256(sorted.map(({ name, sql }) => `${name}\n${sql}`).join('\n')),
    migrations: toMigrations(schema),
    views: orderViews(views),
    ...rest,
    manifest,
  };
}

function stepOf(name: string) {
  const [folder] = name.split('/');
  if (name === 'comments.sql') return 'comments';
  if (name === 'grants.sql') return 'grants';
  if (folder === 'triggers') {
    return basename(name).startsWith('event_') ? 'eventTriggers' : 'triggers';
  }
  if (folder === 'schema' || folder === 'functions' || folder === 'views') return folder;
  throw new Error(`"${name}" has no place in the SQL tree`);
}

function toMigrations(files: readonly SqlFile[]): SchemaMigration[] {
  const migrations = files.map(({ name, sql }) => {
    const number = /^schema\/(\d{4})_\w+\.sql$/.exec(name)?.[1];
    if (number === undefined) throw new Error(`"${name}" is not named NNNN_name.sql`);
    return { id: Number(number), name: basename(name, '.sql'), sql, checksum: sha256(sql) };
  });
  migrations.sort((a, b) => a.id - b.id);
  for (const [index, { id, name }] of migrations.entries()) {
    const previous = migrations[index - 1];
    if (previous?.id === id) throw new Error(`"${previous.name}" and "${name}" share a number`);
  }
  return migrations;
}

function withUnixLineEnds({ name, sql }: SqlFile): SqlFile {
  // A checkout on Windows must not change a checksum.
  return { name, sql: sql.replaceAll('\r\n', '\n') };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
