import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlSession } from '@pggit/core/adapter';

/**
 * Times to ask again while a session of this database may be on its way out, and the milliseconds
 * between: it is counted just before it is gone.
 */
const ATTEMPTS = 20;
const PAUSE = 100;

/** Notices a command that never came to the database: it may have gone to another one. */
export class SessionCount {
  readonly #control: ControlSession;
  readonly #before: Sessions | undefined;

  private constructor(control: ControlSession, before: Sessions | undefined) {
    this.#control = control;
    this.#before = before;
  }

  /** Counts the sessions there were; to be called when none of this process is about to begin. */
  static async begin(control: ControlSession, isCounted: boolean): Promise<SessionCount> {
    // Where statistics may not be read there is nothing to notice. A pooler has sessions in stock, and
    // a command gets one of those: then they tell nothing either.
    const before = isCounted ? await count(control).catch(() => undefined) : undefined;
    return new SessionCount(control, before);
  }

  /** Whether it is certain that no session has begun since. */
  async isUnchanged(): Promise<boolean> {
    const before = this.#before;
    if (before === undefined) return false;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const { ended, present } = await count(this.#control);
      if (ended !== before.ended) return false;
      if ([...present].every((pid) => before.present.has(pid))) return true;
      await sleep(PAUSE);
    }
    return true;
  }
}

interface Sessions {
  /** Those that have been counted, which the present ones need not be. */
  readonly ended: number;
  /** The server processes of the others. */
  readonly present: ReadonlySet<number>;
}

async function count(control: ControlSession): Promise<Sessions> {
  // Looked at first: who is not here any more has been counted.
  const { rows: activity } = await control.query(
    'select pid from pg_catalog.pg_stat_activity where datname = pg_catalog.current_database()',
  );
  // What this session has to add itself shall be in it already.
  await control.query('select pg_catalog.pg_stat_force_next_flush()');
  const { rows } = await control.query(
    'select sessions from pg_catalog.pg_stat_database where datname = pg_catalog.current_database()',
  );
  const ended = Number(rows[0]?.sessions);
  if (!Number.isFinite(ended)) throw new Error('sessions are not counted');
  return { ended, present: new Set(activity.map(({ pid }) => Number(pid))) };
}
