import type { Queryable } from '../connection/queryable.js';

/** A session opened to look at what is between here and the server. */
export interface OtherSession {
  readonly client: Queryable;
  close(): Promise<unknown>;
}

/** Opens one more session, the way the first one was opened. */
export type OpenSession = () => Promise<OtherSession>;

/** A client of node-postgres, as far as another one can be made of it. */
interface Original {
  readonly connectionParameters?: object;
}

interface Copy extends Queryable {
  connect(): Promise<unknown>;
  end(): Promise<unknown>;
  on(event: 'error', listener: () => void): unknown;
}

/**
 * Opens sessions like that of a client of node-postgres, Sequelize's included; undefined where the
 * client is something else.
 */
export function sessionsLike(client: Queryable): OpenSession | undefined {
  const { connectionParameters: parameters } = client as Original;
  if (typeof parameters !== 'object' || parameters === null) return undefined;
  const Client = client.constructor as new (parameters: object) => Copy;
  return async () => {
    const copy = new Client(parameters);
    copy.on('error', () => {});
    try {
      await copy.connect();
    } catch (error) {
      copy.end().catch(() => {});
      throw error;
    }
    return { client: copy, close: () => copy.end().catch(() => {}) };
  };
}
