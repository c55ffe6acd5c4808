import { type CatalogEntry, keyOf } from '../catalog/read-catalog.js';
import type { Queryable } from '../connection/queryable.js';
import type { EngineSource } from '../engine/source.js';
import {
  EngineDamagedError,
  EngineNewerError,
  MigrationChecksumError,
  UnsupportedServerError,
} from '../errors/install.js';
import type { InstalledEngine } from './installed.js';
import { compareVersions } from './version.js';

/** Oldest PostgreSQL major version the engine works on. */
export const MINIMUM_SERVER = 15;

/** @throws UnsupportedServerError when the server is older than {@link MINIMUM_SERVER} */
export async function checkServer(client: Queryable): Promise<void> {
  const { rows } = await client.query('show server_version_num');
  const version = Number(rows[0]?.server_version_num);
  if (version < MINIMUM_SERVER * 10_000) throw new UnsupportedServerError(version, MINIMUM_SERVER);
}

/**
 * Refuses what an upgrade cannot go on from.
 *
 * @throws EngineDamagedError when the record of applied migrations is gone, and other rows are not
 * @throws EngineNewerError when the database has a newer version, or migrations unknown here
 * @throws MigrationChecksumError when an applied migration has another text here
 */
export function checkInstalled(installed: InstalledEngine, engine: EngineSource): void {
  if (installed.contents === 'remains') {
    throw new EngineDamagedError(['rows of table pggit.schema_migrations']);
  }
  if (compareVersions(installed.version, engine.version) > 0) {
    throw new EngineNewerError(installed.version, engine.version);
  }
  const bundled = new Map(engine.migrations.map((migration) => [migration.id, migration]));
  for (const { id, name, checksum } of installed.migrations) {
    const migration = bundled.get(id);
    if (migration === undefined) {
      throw new EngineNewerError(installed.version, engine.version, name);
    }
    if (migration.checksum !== checksum) {
      throw new MigrationChecksumError(migration.name, migration.checksum, checksum);
    }
  }
}

/**
 * Refuses an engine that has lost what only its schema migrations make, and these do not run twice.
 *
 * @throws EngineDamagedError when a table or type that an installation recorded is not in the catalog
 */
export function checkWhole(installed: InstalledEngine, catalog: readonly CatalogEntry[]): void {
  const present = new Set(catalog.map(keyOf));
  const lost = [...installed.manifest.keys()].filter(
    (key) => /^(table|type) /.test(key) && !present.has(key),
  );
  if (lost.length > 0) throw new EngineDamagedError(lost);
}
