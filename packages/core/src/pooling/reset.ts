import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LATE, within } from '../connection/within.js';
import type { OpenSession } from './session-opener.js';

/** Sessions to open until one gets a server process that an earlier one has had. */
const ATTEMPTS = 5;

/** Milliseconds for one, and for a pooler to clear up after it. */
const PATIENCE = 2000;
const PAUSE = 20;

/**
 * What becomes of a session whose client has gone: whether the next one finds what was set in it.
 * Where none comes twice it counts as reset, which poolers do unless they are told not to.
 */
export async function afterwards(open: OpenSession): Promise<'session' | 'unreset' | 'full'> {
  const mark = randomUUID();
  const seen = new Set<number>();
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const looked = await within(PATIENCE, look(open, mark));
    if (looked === LATE) return 'full';
    if (looked.left === mark) return 'unreset';
    if (seen.has(looked.pid)) return 'session';
    seen.add(looked.pid);
    await sleep(PAUSE);
  }
  return 'session';
}

/** Opens a session, sees what the one before has left, and leaves the mark itself. */
async function look(
  open: OpenSession,
  mark: string,
): Promise<{ readonly pid: number; readonly left: string | null }> {
  const { client, close } = await open();
  try {
    const { rows } = await client.query(
      `select pg_catalog.pg_backend_pid() as pid,
              pg_catalog.current_setting('pggit.pooled', true) as left`,
    );
    const [found] = rows;
    const next = found.left === mark ? '' : mark;
    await client.query(`select pg_catalog.set_config('pggit.pooled', '${next}', false)`);
    return found;
  } finally {
    await close();
  }
}
