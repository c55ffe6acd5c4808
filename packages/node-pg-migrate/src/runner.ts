import {
  openRecording,
  refreshAfter,
  sayTo,
  transactionState,
  withEnvironment,
} from '@pggit/core/adapter';
import type { RunnerOption } from 'node-pg-migrate';
import { namesDatabase, openConnection } from './connection.js';
import { historyTable } from './history-table.js';
import type { PggitOptions, RunMigration, Runner, RunnerOptions, StockRunner } from './options.js';
import { runAndRepair } from './repair.js';
import { loadStockRunner } from './tool.js';

/**
 * node-pg-migrate's `runner`, recorded: the run is one deployment, the deployment one commit, and
 * every row of the history table is linked to it. Options, return value and errors are those of the
 * installed node-pg-migrate (6.2 to 9).
 *
 * With `dryRun`, or `pggit.enabled: false`, it is the stock runner and nothing else.
 *
 * @throws whatever node-pg-migrate throws, the same object
 * @throws PoolAsClientError when `dbClient` is a pool
 * @throws InvalidSettingError when a setting, or its `PGGIT_` variable, has a value that it cannot have
 * @throws NotInstalledError when `pggit.required` and pggit is not usable, before anything ran
 */
export const runner: Runner = (options) => runWith(loadStockRunner, options);

/** A recording runner around a given stock runner. */
export function recordingRunner(stock: StockRunner): Runner {
  return (options) => runWith(async () => stock, options);
}

async function runWith(
  load: () => Promise<StockRunner>,
  { pggit, ...options }: RunnerOptions,
): Promise<RunMigration[]> {
  const settings = withEnvironment(pggit ?? {});
  const stock = await load();
  if (isBypassed(options, settings)) return stock(options);
  return record(stock, options, settings);
}

/**
 * A dry run still creates the history table and runs the migrations' own code, none of which is
 * ours to record.
 */
export function isBypassed(options: RunnerOption, settings: PggitOptions): boolean {
  return settings.enabled === false || !!options.dryRun || !namesDatabase(options);
}

/**
 * One recorded run on one session.
 *
 * @param join - id of the deployment to join; by default the session's own, else a new one
 */
export async function record(
  stock: StockRunner,
  options: RunnerOption,
  settings: PggitOptions,
  join?: string,
): Promise<RunMigration[]> {
  const say = sayTo(settings.onNotice);
  const { client, close } = await openConnection(options);
  try {
    const before = await transactionState(client);
    const recording = await openRecording(client, {
      name: `node-pg-migrate ${options.direction}`,
      history: { table: historyTable(options), tool: 'node-pg-migrate' },
      settings,
      say,
      join,
    });
    const migrations = await runAndRepair(stock, options, client, before).catch(async (error) => {
      await recording?.fail(error);
      throw error;
    });
    const commit = await recording?.finish(migrations);
    if (recording && migrations.length > 0)
      await refreshAfter(client, settings.refresh, commit, say);
    return migrations;
  } finally {
    await close();
  }
}
