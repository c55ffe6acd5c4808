import { keyOf, readCatalog } from '../catalog/read-catalog.js';
import type { Queryable } from '../connection/queryable.js';
import type { EngineSource, SqlFile } from '../engine/source.js';
import { planStaleDrops } from './drop-stale.js';
import { applyEventTriggers } from './event-triggers.js';
import type { InstalledEngine } from './installed.js';
import { recordManifest, recordMigration, recordSettings } from './record.js';
import { named, type Perform } from './step.js';

/** What applying an engine did. */
export interface Applied {
  readonly migrations: readonly string[];
  readonly dropped: readonly string[];
  readonly baselineCommit?: string;
}

/**
 * Applies an engine: pending migrations, then everything that is replaced as a whole.
 *
 * @param client for reading; what changes something goes through `perform`
 * @param installed the engine that is there; undefined on a first installation
 */
export async function applyEngine(
  client: Queryable,
  perform: Perform,
  engine: EngineSource,
  installed: InstalledEngine | undefined,
): Promise<Applied> {
  const migrations = await applyMigrations(perform, engine, installed);
  const stale = await named('reading the installed engine', async () =>
    planStaleDrops(client, engine, installed?.manifest ?? new Map(), await readCatalog(client)),
  );
  for (const step of stale.steps) await perform(step);
  await performFiles(perform, engine.functions);
  await performFiles(perform, engine.views);
  await performFiles(perform, engine.triggers);
  await performFiles(perform, engine.grants);
  for (const step of stale.grants) await perform(step);
  await applyEventTriggers(perform, engine);
  await perform(recordSettings(engine));
  const baselineCommit = await callEngine(perform, engine, installed);
  for (const step of recordManifest(engine.manifest)) await perform(step);
  return {
    migrations,
    dropped: stale.dropped,
    ...(baselineCommit === undefined ? {} : { baselineCommit }),
  };
}

async function applyMigrations(
  perform: Perform,
  engine: EngineSource,
  installed: InstalledEngine | undefined,
): Promise<string[]> {
  const applied = new Set(installed?.migrations.map(({ id }) => id));
  const pending = engine.migrations.filter(({ id }) => !applied.has(id));
  for (const migration of pending) {
    await perform({ name: `schema/${migration.name}.sql`, sql: migration.sql });
    await perform(recordMigration(migration));
  }
  return pending.map(({ name }) => name);
}

async function performFiles(perform: Perform, files: readonly SqlFile[]): Promise<void> {
  for (const file of files) await perform(file);
}

/** The engine's own work after an installation: the first commit, or what an upgrade needs. */
async function callEngine(
  perform: Perform,
  engine: EngineSource,
  installed: InstalledEngine | undefined,
): Promise<string | undefined> {
  const identity = installed === undefined ? 'pggit._baseline()' : 'pggit._after_upgrade()';
  const key = keyOf({ kind: 'function', identity });
  if (!engine.manifest.some((entry) => keyOf(entry) === key)) return undefined;
  const [row] = await perform({ name: identity, sql: `select ${identity}::text as result;` });
  const result = row?.result;
  return installed === undefined && typeof result === 'string' && result !== ''
    ? result
    : undefined;
}

/**
 * Tries the event triggers again for an engine in manual mode that is sound otherwise: whoever
 * installs now may be allowed what the last one was not.
 */
export async function leaveManualMode(perform: Perform, engine: EngineSource): Promise<void> {
  await applyEventTriggers(perform, engine);
  await perform(recordSettings(engine));
  for (const step of recordManifest(engine.manifest)) await perform(step);
}
