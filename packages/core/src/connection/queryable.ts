/**
 * What pggit needs of a database connection: node-postgres' `Client`, `PoolClient` and `Pool`
 * fit as they are. `query` without `values` must use the simple protocol, which takes several
 * statements in one text.
 */
export interface Queryable {
  // biome-ignore lint/suspicious/noExplicitAny: rows are as the statement makes them, and node-postgres types them so
  query(text: string, values?: unknown[]): Promise<{ rows: any[] }>;
}

/** A client checked out of a pool. */
export interface PooledClient extends Queryable {
  /** Gives the client back; `true` closes its connection instead of keeping it. */
  release(destroy?: boolean | Error): void;
}

/** A pool of connections, as node-postgres' `Pool`. */
export interface ConnectionPool extends Queryable {
  readonly totalCount: number;
  connect(): Promise<PooledClient>;
}

/** Tells a pool from a single connection; both have `connect`, only a pool counts its clients. */
export function isPool(db: Queryable): db is ConnectionPool {
  return (
    'connect' in db &&
    typeof db.connect === 'function' &&
    'totalCount' in db &&
    typeof db.totalCount === 'number'
  );
}
