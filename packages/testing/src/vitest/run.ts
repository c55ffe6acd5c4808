import { inject } from 'vitest';

/** What the global set-up tells the test files of a run. */
export interface Run {
  /** A database to administer the server from. */
  readonly adminUrl: string;
  /** The server's major version. */
  readonly major: number;
  /** Starts the name of every database and role of this run and of no other. */
  readonly prefix: string;
  /** The database that has the engine, closed and ready to be copied. */
  readonly template: string;
  /** Whether the server is there after the run, for a look at what a failed test left. */
  readonly serverStays: boolean;
  /** Why the template could not be built; tests that need the engine fail with it. */
  readonly templateFailure: string | undefined;
}

declare module 'vitest' {
  interface ProvidedContext {
    pggitRun: Run;
  }
}

/** @throws Error in a test file which has no server */
export function run(): Run {
  const provided: Run | undefined = inject('pggitRun');
  if (provided === undefined) {
    throw new Error(
      'this test file runs without a server: only test/**/*.test.ts and packages/*/src/**/*.db.test.ts have one',
    );
  }
  return provided;
}

/** The major version of the server under test, to skip what older ones do not have. */
export function postgresMajor(): number {
  return run().major;
}
