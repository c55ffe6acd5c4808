import { openRecording, type Recording, refreshAfter, sayTo } from '@pggit/core/adapter';
import type { RunnerOption } from 'node-pg-migrate';
import { type Connection, openConnection } from '../connection.js';
import { historyTable } from '../history-table.js';
import type { PggitOptions, RunMigration, Runner, StockRunner } from '../options.js';
import { isBypassed, record } from '../runner.js';

interface Redo {
  readonly control: Connection;
  readonly recording: Recording | undefined;
}

/**
 * The runner of a `redo`: the CLI calls it twice, down and then up, each on a connection of its
 * own. The first call opens one deployment on a control connection, both calls join it, the second
 * one ends it.
 */
export function redoRunner(stock: StockRunner, settings: PggitOptions): Runner {
  const say = sayTo(settings.onNotice);
  let redo: Redo | undefined;

  return async (options) => {
    if (isBypassed(options, settings)) return stock(options);
    redo ??= await begin(options, settings);
    const { control, recording } = redo;
    const isLast = options.direction === 'up';
    try {
      const ran = await runInside(stock, options, settings, recording);
      if (isLast) {
        const commit = await recording?.finish(ran);
        if (recording) await refreshAfter(control.client, settings.refresh, commit, say);
        await control.close();
      }
      return ran;
    } catch (error) {
      await recording?.fail(error);
      await control.close();
      throw error;
    }
  };
}

async function begin(options: RunnerOption, settings: PggitOptions): Promise<Redo> {
  const control = await openConnection(options);
  try {
    const recording = await openRecording(control.client, {
      name: 'node-pg-migrate redo',
      history: { table: historyTable(options), tool: 'node-pg-migrate' },
      settings,
      say: sayTo(settings.onNotice),
    });
    // The tool may need the one connection that is left.
    if (recording === undefined) await control.close();
    return { control, recording };
  } catch (error) {
    await control.close();
    throw error;
  }
}

/**
 * Unrecorded when the control connection could not open a deployment: that was said once, and once
 * is enough.
 */
function runInside(
  stock: StockRunner,
  options: RunnerOption,
  settings: PggitOptions,
  recording: Recording | undefined,
): Promise<RunMigration[]> {
  if (recording === undefined) return stock(options);
  return record(stock, options, { ...settings, refresh: 'none' }, recording.deploymentId);
}
