import { keyOf, readCatalog } from '../catalog/read-catalog.js';
import type { Queryable } from '../connection/queryable.js';
import type { EngineSource } from '../engine/source.js';
import { checkWhole } from './check-installed.js';
import { planStaleDrops } from './drop-stale.js';
import { applyEventTriggers } from './event-triggers.js';
import type { InstalledEngine } from './installed.js';
import { planOwnership } from './ownership.js';
import { recordManifest, recordMigration, recordSettings } from './record.js';
import { planReplacement } from './replace-empty.js';
import { named, type Perform, type Step } from './step.js';

/**
 * Takes the event triggers away until the new ones are made: a damaged engine would fail on the
 * very statements that repair it.
 */
const SILENCE: Step = {
  name: 'drop event triggers',
  sql: 'drop event trigger if exists pggit_ddl_trigger; drop event trigger if exists pggit_drop_trigger;',
};

/**
 * Lets the engine that is there name its drift while it still can: what differs beyond that
 * afterwards, the new engine sees and the old one did not. An engine too damaged to answer is what
 * an installation repairs, so whatever goes wrong here is no reason to stop.
 */
const NOTE_DRIFT: Step = {
  name: 'noting what is drift already',
  sql: `do $pggit$
begin
  perform pg_catalog.set_config('pggit.drift_before_upgrade', (
    select coalesce(jsonb_agg(s.kind || ' ' || s.identity), '[]')::text
    from pggit.status() s where s.state = 'drift'), true);
exception when others then
  perform pg_catalog.set_config('pggit.drift_before_upgrade', '', true);
end
$pggit$;`,
};

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
 * @param found the engine that is there; undefined on a first installation
 */
export async function applyEngine(
  client: Queryable,
  perform: Perform,
  engine: EngineSource,
  found: InstalledEngine | undefined,
): Promise<Applied> {
  // What a restore without data left is cleared away, and installed as if it had never been there.
  const isEmpty = found?.contents === 'nothing';
  const installed = isEmpty ? undefined : found;
  const recorded = isEmpty ? new Set(engine.manifest.map(keyOf)) : (found?.manifest ?? new Map());
  const catalog = await reading(() => readCatalog(client));
  if (installed !== undefined) checkWhole(installed, catalog);
  const ownership = await reading(() => planOwnership(client, recorded, catalog));
  await performAll(perform, ownership.first);
  if (installed !== undefined) await perform(NOTE_DRIFT);
  await perform(SILENCE);
  const empty = isEmpty ? await reading(() => planReplacement(client, engine)) : undefined;
  await performAll(perform, empty?.steps ?? []);
  const migrations = await applyMigrations(perform, engine, installed);
  const stale =
    empty ??
    (await reading(async () =>
      planStaleDrops(client, engine, recorded, await readCatalog(client)),
    ));
  await performAll(perform, isEmpty ? [] : stale.steps);
  await performAll(perform, engine.functions);
  await performAll(perform, engine.views);
  await performAll(perform, engine.triggers);
  await performAll(perform, engine.comments);
  await performAll(perform, engine.grants);
  await performAll(perform, stale.grants);
  await performAll(perform, ownership.afterGrants);
  await applyEventTriggers(perform, engine);
  await perform(recordSettings(engine));
  const baselineCommit = await callEngine(perform, engine, installed);
  await performAll(perform, recordManifest(engine.manifest));
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

async function performAll(perform: Perform, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await perform(step);
}

function reading<T>(work: () => Promise<T>): Promise<T> {
  return named('reading the installed engine', work);
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
 * Tries the event triggers again for an engine in manual mode that is sound otherwise: its owner
 * may be allowed now what it was not before.
 */
export async function retryEventTriggers(perform: Perform, engine: EngineSource): Promise<void> {
  await applyEventTriggers(perform, engine);
  await perform(recordSettings(engine));
  await performAll(perform, recordManifest(engine.manifest));
}
