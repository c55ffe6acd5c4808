/** A running PostgreSQL server, wherever it comes from. */
export interface TestServer {
  /** The URL of a database to administer the server from, for a role that may create databases. */
  readonly url: string;
  /** Gives back what was taken: an embedded server ends, somebody else's server is left alone. */
  dispose(): Promise<void>;
}
