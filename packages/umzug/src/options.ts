import type { ConnectionPool, Queryable } from '@pggit/core';
import { checkSettings, InvalidSettingError, type RecordingSettings } from '@pggit/core/adapter';
import type { SequelizeLike } from './sessions/sequelize.js';

/** Where the migrations get their connections from: one of the three. */
export type Connections =
  | {
      /** The pool of node-postgres that the migrations use; the application may use it too. */
      readonly pool: ConnectionPool;
      readonly client?: never;
      readonly sequelize?: never;
    }
  | {
      /** The one connection that the migrations use. */
      readonly client: Queryable;
      readonly pool?: never;
      readonly sequelize?: never;
    }
  | {
      /** The Sequelize instance whose query interface the migrations use. */
      readonly sequelize: SequelizeLike;
      readonly pool?: never;
      readonly client?: never;
    };

/** The second argument of `withPggit`. */
export type PggitOptions = RecordingSettings &
  Connections & {
    /**
     * The table your storage writes to, as `schema.table`, when it is not `SequelizeMeta`: its rows
     * are then linked in the storage's own transaction. Its key must be the column `name`.
     */
    readonly historyTable?: string | undefined;
  };

/** The pool, client or Sequelize of the options. */
export function connectionsOf({ pool, client, sequelize }: Connections): object {
  return pool ?? client ?? sequelize;
}

/**
 * Refuses what a program without types may have written, before anything runs.
 *
 * @throws InvalidSettingError
 */
export function checkOptions(options: PggitOptions | undefined): asserts options is PggitOptions {
  if (options?.pool ?? options?.client ?? options?.sequelize) return checkSettings(options);
  const expected = 'where the migrations get their connections from, as pool, client or sequelize';
  throw new InvalidSettingError('withPggit', undefined, expected);
}
