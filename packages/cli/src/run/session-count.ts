import { setTimeout as sleep } from 'node:timers/promises';
import type { Control } from './control.js';

/** Times to ask again, and the milliseconds between: a session is counted when it has ended. */
const ATTEMPTS = 20;
const PAUSE = 100;

/** Notices a command that never came to the database: it may have gone to another one. */
export class SessionCount {
  readonly #control: Control;
  readonly #before: number | undefined;

  private constructor(control: Control, before: number | undefined) {
    this.#control = control;
    this.#before = before;
  }

  /** Counts the sessions there were; to be called when none of this process is about to begin. */
  static async begin(control: Control, isCounted: boolean): Promise<SessionCount> {
    // Where statistics may not be read there is nothing to notice. A pooler has sessions in stock, and
    // a command gets one of those: then they tell nothing either.
    const before = isCounted ? await count(control).catch(() => undefined) : undefined;
    return new SessionCount(control, before);
  }

  /** Whether it is certain that no session has begun since. */
  async isUnchanged(): Promise<boolean> {
    if (this.#before === undefined) return false;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if ((await count(this.#control)) !== this.#before) return false;
      await sleep(PAUSE);
    }
    return true;
  }
}

async function count(control: Control): Promise<number | undefined> {
  // What this session has to add itself shall be in it already.
  await control.query('select pg_catalog.pg_stat_force_next_flush()');
  const { rows } = await control.query(
    'select sessions from pg_catalog.pg_stat_database where datname = pg_catalog.current_database()',
  );
  const sessions = Number(rows[0]?.sessions);
  return Number.isFinite(sessions) ? sessions : undefined;
}
