import { AsyncLocalStorage } from 'node:async_hooks';
import type { Direction } from './links.js';

/** A command of umzug that is being recorded. */
export interface Run {
  readonly deploymentId: string;
  /** The pool, client or Sequelize whose sessions belong to it. */
  readonly connections: object;
  /** Whether a pooler shares its sessions: they have joined by name, and nothing is set in them. */
  readonly isShared: boolean;
  /** Whether it is not recorded any further. */
  readonly isOver: boolean;
  /**
   * Leaves the connection of its own to the migrations, which are not recorded any further.
   *
   * @returns whether there is one more for them now
   */
  giveWay(): Promise<boolean>;
  /** Tells that a session has joined, by the id of its process in the server. */
  joined(pid: number): void;
  /** Tells that umzug has logged a migration, or taken it out. */
  logged(name: string, direction: Direction): Promise<void>;
}

interface Running {
  readonly run: Run;
  /** A run whose migration runs another umzug, maybe on another database. */
  readonly outer: Running | undefined;
  isOver: boolean;
}

const running = new AsyncLocalStorage<Running>();

/**
 * Does the work as a part of the run, with everything it calls and has started, until it is done: the
 * closing of the deployment is in it, because until then what goes on elsewhere belongs to the run.
 */
export async function inRun<T>(run: Run, work: () => Promise<T>): Promise<T> {
  const state: Running = { run, outer: running.getStore(), isOver: false };
  try {
    return await running.run(state, work);
  } finally {
    // What the work has started and not waited for (a timer, a server) lives on, outside of it.
    state.isOver = true;
  }
}

/**
 * The run over these connections that the code being executed belongs to. A pool is shared with the
 * application, and two runs may share one: what a session joins is decided by who asks for it, not
 * by when.
 */
export function currentRun(connections: object): Run | undefined {
  let state = running.getStore();
  while (
    state !== undefined &&
    (state.isOver || state.run.isOver || state.run.connections !== connections)
  ) {
    state = state.outer;
  }
  return state?.run;
}
