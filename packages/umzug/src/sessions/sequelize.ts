import type { Queryable } from '@pggit/core';
import { currentRun } from '../run.js';
import { hasRoomNow } from './full.js';
import { stamp } from './stamp.js';

/** What pggit needs of a Sequelize 6 instance; `Sequelize` fits as it is. */
export interface SequelizeLike {
  readonly connectionManager: object;
  // biome-ignore lint/suspicious/noExplicitAny: the hooks' own types differ from release to release
  addHook(hook: any, name: string, fn: any): unknown;
}

/** Where Sequelize takes its connections from. */
interface ConnectionManager {
  getConnection(options: unknown): Promise<unknown>;
}

const hooked = new WeakSet<SequelizeLike>();

/** The same as for a pool of node-postgres, by the hook that Sequelize has for it. */
export function bindSequelize(sequelize: SequelizeLike): void {
  if (hooked.has(sequelize)) return;
  hooked.add(sequelize);
  sequelize.addHook('afterPoolAcquire', 'pggit', (connection: Queryable) =>
    stamp(connection, currentRun(sequelize)),
  );
  const manager = sequelize.connectionManager as ConnectionManager;
  const getConnection = manager.getConnection.bind(manager);
  manager.getConnection = async (options) => {
    try {
      return await getConnection(options);
    } catch (error) {
      if (await hasRoomNow(error, currentRun(sequelize))) return getConnection(options);
      throw error;
    }
  };
}
