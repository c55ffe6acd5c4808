import type { EngineSource } from '../engine/source.js';

/** How to install or upgrade. */
export interface InstallOptions {
  /**
   * Change nothing; the report's `sql` is then the script, runnable with psql, that would be
   * executed now.
   */
  readonly dryRun?: boolean;
  /**
   * For how long to try again while other sessions use pggit or a history table, in milliseconds;
   * 10 seconds by default. Nobody waits behind these attempts.
   */
  readonly lockTimeoutMs?: number;
  /** How long to wait for another installation, in milliseconds; 2 minutes by default. */
  readonly waitMs?: number;
  /** The engine to install; the one in this package by default. */
  readonly engine?: EngineSource;
}

/** How long an uninstallation waits. */
export type UninstallOptions = Pick<InstallOptions, 'lockTimeoutMs' | 'waitMs'>;

/** What an installation did. */
export interface InstallReport {
  /** `unchanged`: the engine was there and sound. A repaired engine counts as `upgraded`. */
  readonly action: 'installed' | 'upgraded' | 'unchanged';
  /** Version in the database now. */
  readonly engineVersion: string;
  /** Version before; absent on a first installation. */
  readonly previousVersion?: string;
  /**
   * `manual`: this role may not create event triggers, so nothing is captured by itself and
   * `pggit.capture()` compares the catalog.
   */
  readonly mode: EngineMode;
  /** Schema migrations applied, for example `0001_engine`. */
  readonly migrations: readonly string[];
  /** Parts that had to be dropped, for example `function pggit.old_name(text)`. */
  readonly dropped: readonly string[];
  /** Id (uuid) of the commit that holds every object found by a first installation. */
  readonly baselineCommit?: string;
  /** There when it replaced an engine without any data, restored from a schema-only dump. */
  readonly replacedEmpty?: true;
  /** The script of a dry run. */
  readonly sql?: string;
}

/** `event`: event triggers capture changes. `manual`: only `pggit.capture()` does. */
export type EngineMode = 'event' | 'manual';
