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

const runs = new AsyncLocalStorage<{ readonly run: Run; isOver: boolean }>();

/** Does the work as a part of the run, with everything it calls and waits for. */
export async function inRun<T>(run: Run, work: () => Promise<T>): Promise<T> {
  const state = { run, isOver: false };
  try {
    return await runs.run(state, work);
  } finally {
    // What the work has started and not waited for (a timer, a server) lives on, outside of it.
    state.isOver = true;
  }
}

/**
 * The run that the code being executed belongs to. A pool is shared with the application, and two
 * runs may share one: what a session joins is decided by who asks for it, not by when.
 */
export function currentRun(): Run | undefined {
  const state = runs.getStore();
  return state?.isOver === false ? state.run : undefined;
}
