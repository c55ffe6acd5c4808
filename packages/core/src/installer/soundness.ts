import { readCatalog } from '../catalog/read-catalog.js';
import type { Queryable } from '../connection/queryable.js';
import type { EngineSource } from '../engine/source.js';
import { compareCatalog } from '../verify/compare.js';
import { expectationOf } from '../verify/expectation.js';
import type { InstalledEngine } from './installed.js';

/**
 * Whether the database has exactly this engine and nothing of it is missing or altered: then an
 * installation has nothing to do and takes no lock on anything.
 */
export async function isSound(
  client: Queryable,
  engine: EngineSource,
  installed: InstalledEngine,
): Promise<boolean> {
  const pending = engine.migrations.length - installed.migrations.length;
  if (installed.checksum !== engine.checksum || pending !== 0) return false;
  if (installed.version !== engine.version) return false;
  const expected = await expectationOf(client, engine, installed);
  const findings = compareCatalog(await readCatalog(client), expected);
  // What is unexpected belongs to somebody else, and applying the engine would leave it there.
  return findings.every(({ kind }) => kind === 'unexpected');
}
