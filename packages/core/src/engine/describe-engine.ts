import { CANONICAL_SETTINGS } from '../catalog/query.js';
import { readCatalog, toManifestEntry } from '../catalog/read-catalog.js';
import type { Queryable } from '../connection/queryable.js';
import { inTransaction, READ_ONLY } from '../connection/transaction.js';
import { installEngine } from '../installer/install.js';
import type { EngineSource } from './source.js';

/**
 * Installs an engine whose manifest is not known yet into an empty database and reads there what
 * it made.
 *
 * @param client a superuser's connection to a scratch database
 * @param engine an engine; its manifest is replaced
 * @returns the engine with its manifest
 */
export async function describeEngine(
  client: Queryable,
  engine: EngineSource,
): Promise<EngineSource> {
  await installEngine(client, { ...engine, manifest: [] });
  const entries = await inTransaction(client, READ_ONLY, 'read the catalog', async () => {
    await client.query(CANONICAL_SETTINGS);
    return { result: await readCatalog(client), keep: false };
  });
  return { ...engine, manifest: entries.map(toManifestEntry) };
}
