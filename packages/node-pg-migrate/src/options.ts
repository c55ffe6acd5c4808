import type { Refresh } from '@pggit/core';
import type { RunnerOption } from 'node-pg-migrate';

/** What pggit is told about a run, under the `pggit` key of the runner's options. */
export interface PggitOptions {
  /** `false`: the stock runner runs and pggit is not asked anything. Default `true`. */
  enabled?: boolean | undefined;
  /** Name of the deployment. Default `node-pg-migrate up` or `node-pg-migrate down`. */
  name?: string | undefined;
  /** Message of the commit. Default: what ran, one migration a line. */
  message?: string | undefined;
  /** Labels put on the commit. Default none. */
  tags?: string[] | undefined;
  /**
   * `true`: a database without a usable pggit is an error before anything runs. Default `false`:
   * one warning, then the stock runner.
   */
  required?: boolean | undefined;
  /**
   * Materialized views to refresh after a run that migrated something: `'none'` (default),
   * `'affected'` by this deployment, or a list of names.
   */
  refresh?: Refresh | undefined;
  /**
   * `true`: every transaction of the run is a commit of its own as it lands. Default `false`: the
   * run is one commit.
   */
  autoCommit?: boolean | undefined;
  /** Receives every line that pggit says, without the `pggit:` prefix. Default: standard error. */
  onNotice?: ((line: string) => void) | undefined;
}

/** The options of the installed node-pg-migrate, and `pggit` beside them. */
export type RunnerOptions = RunnerOption & { pggit?: PggitOptions | undefined };

/** A migration that a run applied or reverted, as node-pg-migrate returns it. */
export interface RunMigration {
  readonly path: string;
  readonly name: string;
  readonly timestamp: number;
}

/** The runner of node-pg-migrate itself, whatever its version. */
export type StockRunner = (options: RunnerOption) => Promise<RunMigration[]>;

/** The runner of this package. */
export type Runner = (options: RunnerOptions) => Promise<RunMigration[]>;
