import type pg from 'pg';
import { CliError } from '../errors/cli-error.js';

/** Milliseconds until an address is left unprobed. */
const PATIENCE = 5000;

/** How a session is told its deployment. */
export type Way = 'options' | 'application name';

/** What an address makes of it. */
export interface ProbeResult {
  /** The way that works; undefined when none does. */
  readonly way: Way | undefined;
  /** Whether options do harm: a session that comes with them is turned away. */
  readonly refusesOptions: boolean;
  /** Whether a name does harm, or may: a pooler gives it to clients that have none. */
  readonly leaksName: boolean;
  /** Whether a pooler is in between. */
  readonly isPooled: boolean;
  /** Why the ways that do not work do not. */
  readonly reason?: string;
}

const FREE = { way: 'options', refusesOptions: false, leaksName: false, isPooled: false } as const;

/**
 * Opens a session as one of the child's will be and looks what it knows of the deployment. A pooler
 * may refuse server options, which would fail the child, or drop them. Application names get through,
 * sometimes too far: PgBouncer before 1.22, in transaction mode, leaves them to the next client that
 * brings none.
 *
 * What cannot be found out counts as working: the child may know better how to connect, and if it
 * does not, that is its own error to tell.
 *
 * @param connect by one way, or as somebody who knows nothing of the deployment
 * @param id that looks like that of a deployment, and better is none: it may stay in a pool
 * @throws CliError when the server takes no more connections: the child may need the one we hold
 */
export async function probe(
  connect: (way: Way | undefined) => Promise<pg.Client>,
  id: string,
): Promise<ProbeResult> {
  const adapter = await import('@pggit/core/adapter');
  try {
    const found = await adapter.within(PATIENCE, findWay(connect, id));
    return found === adapter.LATE ? FREE : found;
  } catch (error) {
    if (isFull(error)) throw error;
    return FREE;
  }
}

/** Of the server, of the database or of the role. */
function isFull(error: unknown): boolean {
  return error instanceof CliError && (error.cause as { code?: unknown })?.code === '53300';
}

async function findWay(
  connect: (way: Way | undefined) => Promise<pg.Client>,
  id: string,
): Promise<ProbeResult> {
  let refusal: Error | undefined;
  try {
    const told = await sessionOf(connect('options'));
    if (told.deployment === id) {
      const next = told.isPooled ? await sessionOf(connect(undefined), FORGET) : undefined;
      if (next?.deployment !== id) return { ...FREE, isPooled: told.isPooled };
      refusal = new Error('a pooler gives the options of one client to the next');
    }
  } catch (error) {
    refusal = error instanceof Error ? error : new Error(String(error));
  }
  // Where it does not work without options either, they are not the reason, unless they were named as it.
  const named = await sessionOf(connect('application name')).catch((error: unknown) => {
    if (!isOfOptions(refusal) || isFull(error)) throw error;
  });
  if (named === undefined) {
    return {
      way: undefined,
      refusesOptions: true,
      leaksName: true,
      isPooled: true,
      reason: refusal?.message ?? '',
    };
  }
  const name = `pggit:${id}`;
  const isNamed = named.name === name;
  const leaksName =
    isNamed && named.isPooled && (await sessionOf(connect(undefined), FORGET)).name === name;
  return {
    way: isNamed && !leaksName ? 'application name' : undefined,
    refusesOptions: refusal !== undefined,
    leaksName,
    isPooled: named.isPooled,
    reason: leaksName
      ? 'a pooler gives the application name of one client to the next'
      : (refusal?.message ?? 'the server never sees the setting, as behind a pooler'),
  };
}

/** Whether a pooler has said so before it asked who it is, as PgBouncer does. */
function isOfOptions(refusal: Error | undefined): boolean {
  return (refusal?.cause as { code?: unknown } | undefined)?.code === '08P01';
}

/** Takes out of a pooler's session what a probe has left there. */
const FORGET = `select pg_catalog.set_config('application_name', '', false),
  pg_catalog.set_config('pggit.deployment', '', false)
  where pg_catalog.pg_backend_pid() = $1`;

interface Session {
  readonly deployment: string | null;
  readonly name: string;
  readonly isPooled: boolean;
}

/** Settings that every role may read. */
async function sessionOf(connecting: Promise<pg.Client>, afterwards?: string): Promise<Session> {
  const client = await connecting;
  try {
    const { rows } = await client.query(
      `select pg_catalog.current_setting('pggit.deployment', true) as deployment,
              pg_catalog.current_setting('application_name') as name,
              pg_catalog.pg_backend_pid() as pid`,
    );
    const { pid, ...session } = rows[0];
    if (afterwards !== undefined) await client.query(afterwards, [pid]);
    return { ...session, isPooled: pid !== (client as { processID?: number }).processID };
  } finally {
    client.end().catch(() => {});
  }
}
