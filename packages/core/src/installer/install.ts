import { CANONICAL_SETTINGS } from '../catalog/query.js';
import { readCatalog } from '../catalog/read-catalog.js';
import type { Queryable } from '../connection/queryable.js';
import { inTransaction, type Outcome, READ_ONLY, READ_WRITE } from '../connection/transaction.js';
import { withClient } from '../connection/with-client.js';
import { readBlockers } from '../contention/blockers.js';
import { Blocked } from '../contention/busy.js';
import { ADD_GATE, LACKS_GATE } from '../contention/gate.js';
import { settle } from '../contention/settle.js';
import { untilFree } from '../contention/until-free.js';
import type { EngineSource } from '../engine/source.js';
import { applyEngine, hasPending, NOTE_DRIFT, retryEventTriggers } from './apply.js';
import { checkInstalled, checkServer } from './check-installed.js';
import { planStaleDrops } from './drop-stale.js';
import { predictMode } from './event-triggers.js';
import { type InstalledEngine, readInstalled, readMode } from './installed.js';
import type { EngineMode, InstallOptions, InstallReport } from './options.js';
import { renderScript } from './script.js';
import { sessionSteps } from './session.js';
import { isSound } from './soundness.js';
import { named, performOn, recordInto, type Step } from './step.js';

/** Installs or upgrades `engine`; see `install`, which brings the bundled one. */
export async function installEngine(
  db: Queryable,
  engine: EngineSource,
  options: InstallOptions = {},
): Promise<InstallReport> {
  return withClient(db, async (client) => {
    await checkServer(client);
    if (options.dryRun) {
      return inTransaction(client, READ_ONLY, 'plan an installation', () =>
        plan(client, engine, options),
      );
    }
    const attempts = { purpose: 'install or upgrade pggit', timeoutMs: options.lockTimeoutMs };
    const before: Noted = {};
    return untilFree(client, attempts, () => attempt(client, engine, options, before));
  });
}

/**
 * What was drift before the first attempt. What comes on top of it until the last one went by while
 * the gate was closed: the upgrade adopts it, instead of leaving it as drift.
 */
interface Noted {
  drift?: string | undefined;
}

/** Looks first, so that nothing is begun that others would not let come to an end. */
async function attempt(
  client: Queryable,
  engine: EngineSource,
  options: InstallOptions,
  before: Noted,
): Promise<InstallReport> {
  const { report, drift, lacksGate } = await inTransaction(client, READ_WRITE, 'install', () =>
    look(client, engine, options),
  );
  if (report !== undefined) return report;
  before.drift ??= drift;
  if (lacksGate) await addGate(client, options);
  return inTransaction(client, READ_WRITE, 'install', () =>
    apply(client, engine, options, before.drift),
  );
}

async function apply(
  client: Queryable,
  engine: EngineSource,
  options: InstallOptions,
  drift: string | undefined,
): Promise<Outcome<InstallReport>> {
  const perform = performOn(client);
  for (const step of sessionSteps(options)) await perform(step);
  const { installed, sound } = await read(client, engine);
  if (installed && sound) {
    if (installed.mode === 'event') return { result: unchanged(installed), keep: false };
    await retryEventTriggers(perform, engine);
    const mode = await readMode(client);
    if (mode === 'manual') return { result: unchanged(installed), keep: false };
    return { result: { ...unchanged(installed), action: 'upgraded', mode }, keep: true };
  }
  const applied = await applyEngine(client, perform, engine, installed, drift);
  const report = reportOf(engine, installed, await readMode(client));
  return { result: { ...report, ...applied }, keep: true };
}

async function plan(
  client: Queryable,
  engine: EngineSource,
  options: InstallOptions,
): Promise<Outcome<InstallReport>> {
  await client.query(CANONICAL_SETTINGS);
  const { installed, sound } = await read(client, engine);
  if (installed && sound) return { result: { ...unchanged(installed), sql: '' }, keep: false };
  const steps: Step[] = sessionSteps(options);
  const applied = await applyEngine(client, recordInto(steps), engine, installed);
  const sql = renderScript(`pggit ${engine.version}`, steps);
  const report = reportOf(engine, installed, await predictMode(client, engine));
  return { result: { ...report, ...applied, sql }, keep: false };
}

/** What there is to know before an installation begins. */
interface Look {
  /** When there is nothing to do. */
  readonly report?: InstallReport;
  /** What is drift already, as {@link NOTE_DRIFT} has it. */
  readonly drift?: string;
  readonly lacksGate?: boolean;
}

/**
 * Whether there is something to do, and whether it can be done now. The drift is noted here, in a
 * transaction of its own: describing opens views, and their tables stay locked until it ends.
 */
async function look(
  client: Queryable,
  engine: EngineSource,
  options: InstallOptions,
): Promise<Outcome<Look>> {
  const perform = performOn(client);
  for (const step of sessionSteps(options)) await perform(step);
  const { installed, sound } = await read(client, engine);
  if (installed === undefined) return { result: {}, keep: false };
  if (sound) {
    const isDone = installed.mode === 'event';
    return { result: isDone ? { report: unchanged(installed) } : {}, keep: false };
  }
  await refuseDependents(client, engine, installed);
  const wanted = hasPending(engine, installed) ? 'engine' : 'capture';
  const blockers = await readBlockers(client, wanted, 'stuck');
  if (blockers.length > 0) throw new Blocked(blockers);
  await perform(NOTE_DRIFT);
  const { rows } = await client.query(
    `select pg_catalog.current_setting('pggit.drift_before_upgrade', true) as drift,
       (${LACKS_GATE}) as "lacksGate"`,
  );
  const [{ drift, lacksGate } = { drift: '', lacksGate: false }] = rows;
  return { result: { drift: drift ?? '', lacksGate }, keep: false };
}

/** @throws DependentObjectsError when an upgrade would have to drop what objects of others need */
async function refuseDependents(
  client: Queryable,
  engine: EngineSource,
  { manifest }: InstalledEngine,
): Promise<void> {
  await named('reading the installed engine', async () =>
    planStaleDrops(client, engine, manifest, await readCatalog(client)),
  );
}

/** An older engine learns to step aside, in a transaction of its own: it has to see it before. */
async function addGate(client: Queryable, options: InstallOptions): Promise<void> {
  await inTransaction(client, READ_WRITE, 'install', async () => {
    const perform = performOn(client);
    for (const step of sessionSteps(options)) await perform(step);
    await perform(ADD_GATE);
    return { result: undefined, keep: true };
  });
  await settle(client);
}

/**
 * Reads the installed engine and says whether it can stay as it is. Manual mode is not sound for
 * who is sure to be allowed event triggers.
 */
function read(client: Queryable, engine: EngineSource) {
  return named('reading the installed engine', async () => {
    const installed = await readInstalled(client);
    if (installed === undefined) return { installed, sound: false };
    checkInstalled(installed, engine);
    if (installed.contents === 'nothing') return { installed, sound: false };
    const stays = installed.mode === (await predictMode(client, engine));
    return { installed, sound: stays && (await isSound(client, engine, installed)) };
  });
}

function reportOf(engine: EngineSource, found: InstalledEngine | undefined, mode: EngineMode) {
  const replacedEmpty = found?.contents === 'nothing';
  const installed = replacedEmpty ? undefined : found;
  return {
    action: installed === undefined ? ('installed' as const) : ('upgraded' as const),
    engineVersion: engine.version,
    ...(installed === undefined ? {} : { previousVersion: installed.version }),
    ...(replacedEmpty ? { replacedEmpty } : {}),
    mode,
  };
}

function unchanged({ version, mode }: InstalledEngine): InstallReport {
  return {
    action: 'unchanged',
    engineVersion: version,
    previousVersion: version,
    mode,
    migrations: [],
    dropped: [],
  };
}
