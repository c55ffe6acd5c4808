import {
  ControlSession,
  openRecording,
  type RanMigration,
  type Recording,
  refreshAfter,
  sayTo,
  withEnvironment,
} from '@pggit/core/adapter';
import type { Umzug, UmzugStorage } from 'umzug';
import { reportingStorage } from './links.js';
import { checkOptions, connectionsOf, type PggitOptions } from './options.js';
import { RecordedRun } from './recorded-run.js';
import { currentRun, inRun } from './run.js';
import { areReplaceable, ownSessions } from './sessions/own-session.js';
import { bindPool } from './sessions/pool.js';
import { bindSequelize } from './sessions/sequelize.js';

/** Any umzug 3, whatever its context. */
// biome-ignore lint/suspicious/noExplicitAny: the context is the user's affair
type AnyUmzug = Pick<Umzug<any>, 'up' | 'down' | 'pending' | 'executed'>;

type Work = (params: { context: object }) => Promise<unknown>;

/** The parts of umzug that its types hide: the one way of every command, and the storage. */
interface Internals {
  runCommand(command: string, work: Work): Promise<unknown>;
  storage: UmzugStorage;
}

const settings = new WeakMap<object, PggitOptions>();

/**
 * Records what an umzug instance does: each `up` and `down` is one deployment and one commit, and
 * every migration it logs is linked to it. `pending`, `executed` and `create` stay as they are.
 *
 * Results, errors and events are umzug's own. Calling it again replaces the options.
 *
 * @param umzug - is changed, and returned; `runAsCLI` and `on` work as before
 * @throws InvalidSettingError when the options say no connection, or tags that are no array
 */
export function withPggit<U extends AnyUmzug>(umzug: U, options: PggitOptions): U {
  checkOptions(options);
  if (options.pool !== undefined) bindPool(options.pool);
  if (options.sequelize !== undefined) bindSequelize(options.sequelize);
  if (!settings.has(umzug)) instrument(umzug as unknown as Internals);
  settings.set(umzug, options);
  return umzug;
}

function instrument(umzug: Internals): void {
  const runCommand = umzug.runCommand.bind(umzug);
  const enabled = () => {
    const given = settings.get(umzug);
    const options = given && withEnvironment(given);
    return options?.enabled === false ? undefined : options;
  };
  const activeRun = () => {
    const options = enabled();
    return options && currentRun(connectionsOf(options));
  };
  umzug.storage = reportingStorage(umzug.storage, activeRun);
  umzug.runCommand = async (command, work) => {
    const stock = () => runCommand(command, work);
    if (command !== 'up' && command !== 'down') return stock();
    const options = enabled();
    // A run inside a migration of another one, over the same connections, belongs to that.
    if (!options || activeRun()) return stock();
    return record(`umzug ${command}`, options, stock);
  };
}

async function record<T>(name: string, options: PggitOptions, stock: () => Promise<T>): Promise<T> {
  const say = sayTo(options.onNotice);
  const control = await ControlSession.open(ownSessions(options), { repeats: true }).catch(
    (error: Error) => {
      if (options.required) throw error;
      say(`this run is not recorded: ${error.message}`);
    },
  );
  if (!control) return stock();
  const recording = await open(control, name, options).catch(async (error) => {
    await control.close();
    throw error;
  });
  if (recording === undefined) {
    // Before umzug runs: its migrations may need the one connection that is left.
    await control.close();
    return stock();
  }
  try {
    return await recordOver(control, recording, options, stock);
  } finally {
    await control.close();
  }
}

function open(control: ControlSession, name: string, options: PggitOptions) {
  const say = sayTo(options.onNotice);
  const { historyTable: table } = options;
  const history = table === undefined ? {} : { history: { table, tool: 'umzug' } };
  const pooling = () => control.pooling();
  return openRecording(control, { name, settings: options, say, pooling, ...history });
}

const GIVEN_WAY =
  'no more connections are allowed, and the migrations need one: this run is not recorded any further';

async function recordOver<T>(
  control: ControlSession,
  recording: Recording,
  options: PggitOptions,
  stock: () => Promise<T>,
): Promise<T> {
  const say = sayTo(options.onNotice);
  if (areReplaceable(options)) control.keep((session) => recording.rejoin(session));
  const run = new RecordedRun(control, recording, connectionsOf(options), say);
  const giveWay = async () => {
    say(GIVEN_WAY);
    await run.finishLinks(false);
    await recording.finish();
    await control.close();
  };
  if (!options.required && options.client === undefined) run.mayGiveWay(giveWay);
  const { result, ran, commit } = await inRun(run, async () => {
    const result = await stock().catch(async (error) => {
      if (run.isOver) throw error;
      await run.settle();
      await run.finishLinks(true);
      if (recording.isOwner) await run.tellUnjoined();
      await recording.fail(error);
      throw error;
    });
    if (run.isOver) return { result, ran: [], commit: undefined };
    await run.finishLinks(false);
    if (recording.isOwner) await run.tellUnjoined();
    const ran = Array.isArray(result) ? (result as RanMigration[]) : undefined;
    return { result, ran, commit: await recording.finish(ran) };
  });
  if (ran?.length !== 0) await refreshAfter(control, options.refresh, commit, say);
  return result;
}
