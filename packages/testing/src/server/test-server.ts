/** A running PostgreSQL server, wherever it comes from. */
export interface TestServer {
  /** The URL of a database to administer the server from, for a role that may create databases. */
  readonly url: string;
  /** Whether the server is still there after {@link dispose}. */
  readonly stays: boolean;
  /** Gives back what was taken: an embedded server ends, somebody else's server is left alone. */
  dispose(): Promise<void>;
}
