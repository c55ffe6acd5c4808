import type { RecordingSettings } from '@pggit/core/adapter';
import type { RunnerOption } from 'node-pg-migrate';

/** What pggit is told about a run, under the `pggit` key of the runner's options. */
export type PggitOptions = RecordingSettings;

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
