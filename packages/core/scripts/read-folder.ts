import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { SqlFile } from '../src/engine/source.js';

/**
 * Every file of a folder tree, sorted by name.
 *
 * @param extension what the names end with
 */
export async function readFolder(folder: string, extension: string): Promise<SqlFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => join(entry.parentPath, entry.name));
  const files = paths.map(async (path) => ({
    name: relative(folder, path).split(sep).join('/'),
    sql: (await readFile(path, 'utf8')).replaceAll('\r\n', '\n'),
  }));
  return (await Promise.all(files)).sort((a, b) => (a.name < b.name ? -1 : 1));
}
