import { type CatalogEntry, keyOf, readCatalog } from '../catalog/read-catalog.js';
import { literal } from '../connection/literal.js';
import type { Queryable } from '../connection/queryable.js';
import { closeGate } from '../contention/gate.js';
import type { EngineSource } from '../engine/source.js';
import { checkWhole } from './check-installed.js';
import { planStaleDrops } from './drop-stale.js';
import { applyEventTriggers, DROP_EVENT_TRIGGERS, KEEP_DISABLED } from './event-triggers.js';
import type { InstalledEngine } from './installed.js';
import { planOwnership } from './ownership.js';
import { recordManifest, recordMigration, recordSettings } from './record.js';
import { planReplacement } from './replace-empty.js';
import { named, type Perform, type Step } from './step.js';

/**
 * Lets the engine that is there name its drift while it still can: what differs beyond that
 * afterwards, the new engine sees and the old one did not. An engine too damaged to answer is what
 * an installation repairs, so whatever goes wrong here is no reason to stop.
 */
export const NOTE_DRIFT: Step = {
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
 * @param drift what was drift before, when that has been asked already ({@link NOTE_DRIFT})
 */
export async function applyEngine(
  client: Queryable,
  perform: Perform,
  engine: EngineSource,
  found: InstalledEngine | undefined,
  drift?: string,
): Promise<Applied> {
  // What a restore without data left is cleared away, and installed as if it had never been there.
  const isEmpty = found?.contents === 'nothing';
  const installed = isEmpty ? undefined : found;
  const recorded = isEmpty ? new Set(engine.manifest.map(keyOf)) : (found?.manifest ?? new Map());
  const catalog = await reading(() => readCatalog(client));
  if (installed !== undefined) checkWhole(installed, catalog);
  const ownership = await reading(() => planOwnership(client, recorded, catalog));
  await performAll(perform, ownership.role);
  if (found !== undefined) {
    const needsAll = ownership.takeOver.length > 0 || hasPending(engine, found);
    await performAll(perform, closeGate(tablesToLock(catalog, needsAll)));
  }
  if (installed !== undefined) await perform(drift === undefined ? NOTE_DRIFT : notedDrift(drift));
  await performAll(perform, ownership.takeOver);
  await perform(DROP_EVENT_TRIGGERS);
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
  if (found !== undefined) await perform(KEEP_DISABLED);
  await perform(recordSettings(engine));
  const baselineCommit = await callEngine(perform, engine, installed);
  await performAll(perform, recordManifest(engine.manifest));
  return {
    migrations,
    dropped: stale.dropped,
    ...(baselineCommit === undefined ? {} : { baselineCommit }),
  };
}

/** What {@link NOTE_DRIFT} noted in an earlier transaction. */
function notedDrift(drift: string): Step {
  return {
    name: 'what was drift already',
    sql: `select pg_catalog.set_config('pggit.drift_before_upgrade', ${literal(drift)}, true);`,
  };
}

/**
 * The tables that nobody may be using: the one every transaction that is being recorded writes to,
 * and all of them when tables are about to change.
 */
function tablesToLock(catalog: readonly CatalogEntry[], needsAll: boolean): string[] {
  return catalog
    .filter(({ kind, identity }) => kind === 'table' && (needsAll || identity === MARKS))
    .map(({ identity }) => identity);
}

const MARKS = 'pggit.dirty_objects';

/** Whether schema migrations wait to be applied. */
export function hasPending(engine: EngineSource, installed: InstalledEngine): boolean {
  return engine.migrations.length > installed.migrations.length;
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
