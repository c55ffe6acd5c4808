import type { UmzugStorage } from 'umzug';
import type { Run } from './run.js';

/** Which way a migration went. */
export type Direction = 'up' | 'down';

type Log = UmzugStorage['logMigration'];

/**
 * A storage that tells the run of every migration it has logged, once the storage itself is done.
 * Outside a recorded run it is the storage and nothing else.
 */
export function reportingStorage(
  storage: UmzugStorage,
  currentRun: () => Run | undefined,
): UmzugStorage {
  const reporting =
    (log: Log, direction: Direction): Log =>
    async (params) => {
      await log.call(storage, params);
      await currentRun()?.logged(params.name, direction);
    };
  const methods: UmzugStorage = {
    logMigration: reporting(storage.logMigration, 'up'),
    unlogMigration: reporting(storage.unlogMigration, 'down'),
    executed: (meta) => storage.executed(meta),
  };
  return Object.assign(Object.create(storage), methods);
}
