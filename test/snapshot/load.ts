import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { compareDatabases, install, pggit, renderSnapshot, type Snapshot } from '@pggit/core';
import type { ClientPrograms } from '@pggit/testing';
import type pg from 'pg';

/** Writes a snapshot of a state into a folder. */
export async function snapshotInto(
  folder: string,
  client: pg.Client,
  ref = 'live',
): Promise<Snapshot> {
  const snapshot = renderSnapshot(await pggit(client).objects(ref));
  for (const { path, text } of snapshot.files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return snapshot;
}

/** A test server publishes nothing, and says so to whoever makes a publication. */
const EXPECTED = /^$|WARNING: {2}"?wal_level"? is insufficient|^HINT: {2}Set "?wal_level"?/;

/** Loads a snapshot into an empty database with psql, and gives it an engine to be read with. */
export async function load(
  programs: ClientPrograms,
  folder: string,
  empty: { readonly url: string; readonly client: pg.Client },
  also = /^$/,
): Promise<void> {
  const { code, stderr } = await programs.run('psql', [
    '--no-psqlrc',
    '--quiet',
    '--file',
    join(folder, 'load.sql'),
    empty.url,
  ]);
  const told = stderr.split('\n').filter((line) => !EXPECTED.test(line) && !also.test(line));
  if (code !== 0 || told.length > 0) throw new Error(`psql ended with ${code}: ${stderr}`);
  await install(empty.client);
}

/** What differs between two states, a line an object. */
export async function differences(
  before: pg.Client,
  after: pg.Client,
  beforeRef = 'live',
): Promise<string[]> {
  const found = await compareDatabases(before, after, { beforeRef });
  return found.map(
    ({ change, kind, identity, attributes }) =>
      `${change} ${kind} ${identity} ${JSON.stringify(attributes)}`,
  );
}
