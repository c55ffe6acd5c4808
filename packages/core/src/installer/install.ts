import { CANONICAL_SETTINGS } from '../catalog/query.js';
import type { Queryable } from '../connection/queryable.js';
import { inTransaction, type Outcome, READ_ONLY, READ_WRITE } from '../connection/transaction.js';
import { withClient } from '../connection/with-client.js';
import type { EngineSource } from '../engine/source.js';
import { applyEngine, retryEventTriggers } from './apply.js';
import { checkInstalled, checkServer } from './check-installed.js';
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
    return options.dryRun
      ? inTransaction(client, READ_ONLY, 'plan an installation', () =>
          plan(client, engine, options),
        )
      : inTransaction(client, READ_WRITE, 'install', () => apply(client, engine, options));
  });
}

async function apply(
  client: Queryable,
  engine: EngineSource,
  options: InstallOptions,
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
  const applied = await applyEngine(client, perform, engine, installed);
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
