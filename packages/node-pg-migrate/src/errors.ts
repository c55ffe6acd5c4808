/**
 * A `pg.Pool` was given as `dbClient`. A run needs one session: its lock, its transaction and its
 * deployment live there.
 */
export class PoolAsClientError extends TypeError {
  readonly code = 'pool_as_client';
  readonly hint =
    'check one client out: `const client = await pool.connect()`, pass it, and release it after the run';

  constructor() {
    super('dbClient is a pool; node-pg-migrate needs one connection for its whole run');
    this.name = 'PoolAsClientError';
  }
}

/** No node-pg-migrate was found beside this package, nor in the working directory. */
export class ToolNotFoundError extends Error {
  readonly code = 'tool_not_found';
  readonly hint = 'npm install node-pg-migrate';

  constructor(options?: { cause?: unknown }) {
    super('node-pg-migrate is not installed here', options);
    this.name = 'ToolNotFoundError';
  }
}

/** A flag of the command line begins with `--pggit-` and is none that exists. */
export class UnknownFlagError extends Error {
  readonly code = 'unknown_flag';
  readonly hint = 'the flags are listed by --help';

  constructor(flag: string) {
    super(`there is no flag ${flag}`);
    this.name = 'UnknownFlagError';
  }
}
