import type { Queryable } from '../connection/queryable.js';
import { LATE, within } from '../connection/within.js';
import type { SessionSharedError } from '../errors/deployments.js';
import { afterwards } from './reset.js';
import { type OpenSession, type OtherSession, sessionsLike } from './session-opener.js';

/**
 * What a pooler makes of a session.
 *
 * `none`: no pooler. `session`: it is the client's until that disconnects. `transaction`: it goes to
 * somebody else after each transaction or statement. `unreset`: the next client gets it with all that
 * was set in it. `full`: no second session is to be had, to see what becomes of one, or for a migration.
 */
export type Pooling = 'none' | 'session' | SharedPooling;

/** Where a session cannot be told that it belongs to a deployment, nor own one. */
export type SharedPooling = SessionSharedError['pooling'];

/** Whether nothing may be recorded over such a session. */
export function isShared(pooling: Pooling): pooling is SharedPooling {
  return pooling !== 'none' && pooling !== 'session';
}

/** Milliseconds for an answer: a session that there is none for waits for its turn. */
const PATIENCE = 2000;

/** Other clients of a pool are at work at the same time, and may hide for once what it does. */
const ROUNDS = 3;

/**
 * Finds out what is between a client and the server. Without a pooler it costs one query: the server
 * process is the one that the client was told when it connected, where a pooler tells a number of
 * its own making.
 *
 * @param open one more session; by default one like the client's, where that can be made
 * @throws whatever connecting throws, where there is a pooler
 */
export async function poolingOf(
  client: Queryable,
  open: OpenSession | undefined = sessionsLike(client),
): Promise<Pooling> {
  const own = await processOf(client);
  const { processID: told } = client as { processID?: unknown };
  if (own === told) return 'none';
  if (!(await keeps(client, own))) return 'transaction';
  if (open === undefined) {
    return typeof told === 'number' ? 'session' : 'none';
  }
  const opening = open();
  const other = await within(PATIENCE, opening);
  if (other === LATE) {
    opening.then(({ close }) => close()).catch(() => {});
    return 'full';
  }
  let beside: 'session' | 'transaction' | 'full';
  try {
    beside = await besides(client, own, other);
  } finally {
    await other.close();
  }
  return beside === 'session' ? afterwards(open) : beside;
}

/**
 * Whether another session gets the server process of this client, or keeps it from having the same
 * one again: most poolers hand out first what was given back last, the others take turns.
 */
async function besides(
  client: Queryable,
  own: number,
  other: OtherSession,
): Promise<'session' | 'transaction' | 'full'> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const held = await within(PATIENCE, hold(other.client));
    if (held === LATE) return 'full';
    if (held === undefined || held === own) return 'transaction';
    const asked = processOf(client);
    const again = await within(PATIENCE, asked);
    if (again === LATE) {
      // It waits for the process that the other one holds.
      await other.close();
      await asked;
      return 'transaction';
    }
    if (again !== own) return 'transaction';
    await other.client.query('rollback');
    if (!(await keeps(client, own))) return 'transaction';
  }
  return 'session';
}

/** Whether one process answers twice in a row: poolers that take turns have another one answer. */
async function keeps(client: Queryable, own: number): Promise<boolean> {
  return (await processOf(client)) === own && (await processOf(client)) === own;
}

/** Begins a transaction, which holds a server process; undefined in statement mode, which has none. */
async function hold(client: Queryable): Promise<number | undefined> {
  try {
    await client.query('begin');
  } catch {
    return undefined;
  }
  return processOf(client);
}

/** The server process that answers. */
export async function processOf(client: Queryable): Promise<number> {
  const { rows } = await client.query('select pg_catalog.pg_backend_pid() as pid');
  return Number(rows[0]?.pid);
}
