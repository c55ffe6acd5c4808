import { AsyncLocalStorage } from 'node:async_hooks';
import type { Direction } from './links.js';

/** A command of umzug that is being recorded. */
export interface Run {
  readonly deploymentId: string;
  /** Tells that a session has joined, by the id of its process in the server. */
  joined(pid: number): void;
  /** Tells that umzug has logged a migration, or taken it out. */
  logged(name: string, direction: Direction): Promise<void>;
}

/**
 * The run that the code being executed belongs to. A pool is shared with the application, and two
 * runs may share one: what a session joins is decided by who asks for it, not by when.
 */
export const currentRun = new AsyncLocalStorage<Run>();
