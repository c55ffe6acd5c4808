import { setTimeout as sleep } from 'node:timers/promises';
import type { Queryable } from '../connection/queryable.js';
import { inTransaction, type Outcome, READ_WRITE } from '../connection/transaction.js';
import { withClient } from '../connection/with-client.js';
import { readBlockers } from '../contention/blockers.js';
import { Blocked, isBusy } from '../contention/busy.js';
import { settle } from '../contention/settle.js';
import { untilFree } from '../contention/until-free.js';
import { dropStatement } from '../dependencies/drop-order.js';
import type { EngineSource } from '../engine/source.js';
import type { UninstallOptions } from '../installer/options.js';
import { sessionSteps } from '../installer/session.js';
import { named, type Perform, performOn } from '../installer/step.js';
import { dropRoles } from './drop-roles.js';
import { planRemoval } from './plan-removal.js';
import type { UninstallReport } from './report.js';
import { type EventTriggers, readEventTriggers } from './silence.js';

/** How long transactions that are being recorded have to end once no other is recorded any more. */
const DRAIN_MS = 1000;

/**
 * Removes the engine; see `uninstall`, which knows the bundled manifest.
 *
 * No session may meet an engine that is half gone. So the event triggers go first, in a transaction
 * of their own, and the rest once nobody is inside capture any more.
 */
export async function uninstallEngine(
  db: Queryable,
  engine: EngineSource,
  options: UninstallOptions = {},
): Promise<UninstallReport> {
  return withClient(db, (client) => {
    const attempts = { purpose: 'uninstall pggit', timeoutMs: options.lockTimeoutMs };
    return untilFree(client, attempts, () => attempt(client, engine, options));
  });
}

async function attempt(
  client: Queryable,
  engine: EngineSource,
  options: UninstallOptions,
): Promise<UninstallReport> {
  const inOwn = <T>(work: (perform: Perform) => Promise<Outcome<T>>) =>
    inTransaction(client, READ_WRITE, 'uninstall', async () => {
      const perform = performOn(client);
      for (const step of sessionSteps(options)) await perform(step);
      return work(perform);
    });

  const silenced = await inOwn((perform) => silence(client, engine, perform));
  if (silenced === undefined) return { removed: [], roles: [] };
  if (silenced.names.length > 0) await settle(client);
  try {
    const deadline = Date.now() + DRAIN_MS;
    for (;;) {
      try {
        return withNames(silenced, await inOwn((perform) => remove(client, engine, perform)));
      } catch (error) {
        if (!isBusy(error) || Date.now() > deadline) throw error;
      }
      await sleep(25);
    }
  } catch (error) {
    await restore(inOwn, silenced);
    throw error;
  }
}

/**
 * Takes the event triggers away, unless it can be seen that the rest would fail. Waits for nobody:
 * firing an event trigger locks nothing.
 */
async function silence(
  client: Queryable,
  engine: EngineSource,
  perform: Perform,
): Promise<Outcome<EventTriggers | undefined>> {
  const removal = await named(READING, () => planRemoval(client, engine));
  if (removal === undefined) return { result: undefined, keep: false };
  const blockers = await readBlockers(client, 'engine', 'stuck');
  if (blockers.length > 0) throw new Blocked(blockers);
  const triggers = await named(READING, () => readEventTriggers(client));
  for (const sql of triggers.drop) await perform({ name: sql, sql });
  return { result: triggers, keep: true };
}

/** Removes all the rest. Every lock on a table is taken at the beginning, without waiting. */
async function remove(
  client: Queryable,
  engine: EngineSource,
  perform: Perform,
): Promise<Outcome<UninstallReport>> {
  const removal = await named(READING, () => planRemoval(client, engine));
  if (removal === undefined) return { result: { removed: [], roles: [] }, keep: false };
  // Somebody has installed it again meanwhile.
  if (removal.objects.some(({ kind }) => kind === 'event trigger')) throw new Blocked([]);
  for (const table of removal.tables) {
    const sql = `lock table ${table} in access exclusive mode nowait;`;
    await perform({ name: `lock ${table}`, sql });
  }
  for (const object of removal.objects) {
    await perform({ name: `drop ${object.kind} ${object.identity}`, sql: dropStatement(object) });
  }
  await perform({ name: 'drop schema pggit', sql: 'drop schema pggit restrict;' });
  const removed = removal.objects.map(({ kind, identity }) => `${kind} ${identity}`);
  const roles = await named('dropping roles', () => dropRoles(client));
  return { result: { removed: [...removed, 'schema pggit'], roles }, keep: true };
}

const READING = 'reading the installed engine';

/** Event triggers that went first belong to what was removed. */
function withNames({ names }: EventTriggers, report: UninstallReport): UninstallReport {
  return {
    ...report,
    removed: [...names.map((name) => `event trigger ${name}`), ...report.removed],
  };
}

/** Makes the event triggers again. Where that fails, `verify` reports them and `install` makes them. */
async function restore(
  inOwn: <T>(work: (perform: Perform) => Promise<Outcome<T>>) => Promise<T>,
  { restore: statements }: EventTriggers,
): Promise<void> {
  await inOwn(async (perform) => {
    for (const sql of statements) await perform({ name: 'event triggers', sql });
    return { result: undefined, keep: true };
  }).catch(() => {});
}
