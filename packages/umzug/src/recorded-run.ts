import { setTimeout as sleep } from 'node:timers/promises';
import { pggit, type Queryable } from '@pggit/core';
import type { Recording, Say } from '@pggit/core/adapter';
import type { Direction } from './links.js';
import type { Run } from './run.js';

interface Step {
  readonly name: string;
  readonly direction: Direction;
  /** When umzug had logged it, by the server's clock; known for steps that could not be linked. */
  readonly until?: string;
}

/** How long a failed run waits for statements that other sessions of it are still at. */
const PATIENCE = 10_000;

/** How long nothing is at work before it counts as done: a loop pauses between two statements. */
const QUIET = 250;

const PAUSE = 20;

/**
 * Links the steps of a run over its control session. A history table may be written in a
 * transaction that is still open when umzug goes on: then neither its link nor its changes can be
 * seen yet, and the step waits for a later one.
 */
export class RecordedRun implements Run {
  readonly deploymentId: string;
  readonly connections: object;
  readonly isShared: boolean;
  readonly #control: Queryable;
  readonly #say: Say;
  readonly #sessions = new Set<number>();
  #waiting: Step[] = [];
  #end: (() => Promise<void>) | undefined;
  #givingWay: Promise<void> | undefined;
  /** Whether the history table's trigger does it all, as it does while one session does everything. */
  #isComplete = false;

  constructor(
    control: Queryable,
    { deploymentId, isShared }: Pick<Recording, 'deploymentId' | 'isShared'>,
    connections: object,
    say: Say,
  ) {
    this.deploymentId = deploymentId;
    this.isShared = isShared;
    this.connections = connections;
    this.#control = control;
    this.#say = say;
  }

  get isOver(): boolean {
    return this.#givingWay !== undefined;
  }

  /** @param end - ends the recording here and frees its connection; left out where that may not be */
  mayGiveWay(end: () => Promise<void>): void {
    this.#end = end;
  }

  async giveWay(): Promise<boolean> {
    if (this.#end === undefined) return false;
    this.#givingWay ??= this.#end();
    await this.#givingWay;
    return true;
  }

  joined(pid: number): void {
    this.#sessions.add(pid);
  }

  async logged(name: string, direction: Direction): Promise<void> {
    if (this.#isComplete && this.#sessions.size <= 1) return;
    try {
      if (this.#waiting.length === 0) {
        const outcome = await this.#link({ name, direction });
        this.#isComplete = outcome === 'complete';
        if (outcome !== 'waiting') return;
      }
      const { rows } = await this.#control.query('select clock_timestamp()::text as until');
      this.#waiting.push({ name, direction, until: rows[0]?.until });
    } catch (error) {
      this.#say(`migration ${name} is not linked: ${(error as Error).message}`);
    }
  }

  /**
   * Links what is still waiting. To be called when umzug is done, and before the deployment ends.
   *
   * @param failed - whether the run failed: its transaction may have been rolled back
   */
  async finishLinks(failed: boolean): Promise<void> {
    const steps = this.#waiting;
    this.#waiting = [];
    this.#sessions.clear();
    for (const step of steps) {
      await this.#link(step, failed).catch((error: Error) => {
        this.#say(`migration ${step.name} is not linked: ${error.message}`);
      });
    }
  }

  /**
   * Says what was done meanwhile over connections that had not joined. It may be somebody else's;
   * it may also be that the migrations use another pool than the one that was given.
   */
  async tellUnjoined(): Promise<void> {
    const unjoined = await pggit(this.#control)
      .unjoinedWork(this.deploymentId)
      .catch(() => undefined);
    if (unjoined === undefined || unjoined.changes === 0) return;
    const changes = unjoined.changes === 1 ? '1 change was' : `${unjoined.changes} changes were`;
    this.#say(
      `${changes} recorded outside of this deployment while it was open; if these migrations made ` +
        'them, they do not use the connections that withPggit was given',
    );
  }

  /**
   * Waits for what other sessions of a failed run are still at: a migration that fails in one of
   * several branches at once does not wait for the others, and what they do belongs to the run.
   */
  async settle(): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    let busyAt = Date.now();
    while (this.#sessions.size > 0 && Date.now() < Math.min(deadline, busyAt + QUIET)) {
      await sleep(PAUSE);
      if (await this.#isBusy()) busyAt = Date.now();
    }
  }

  async #isBusy(): Promise<boolean> {
    try {
      const { rows } = await this.#control.query(
        `select from pg_catalog.pg_stat_activity a
         where a.pid = any ($1) and a.state = 'active' limit 1`,
        [[...this.#sessions]],
      );
      return rows.length > 0;
    } catch {
      return false;
    }
  }

  #link({ name, direction, until }: Step, onlyWithChanges = false) {
    return pggit(this.#control).linkMigrationKey(name, 'umzug', {
      direction,
      capturedUntil: until,
      unlessInTransaction: [...this.#sessions],
      onlyWithChanges,
    });
  }
}
