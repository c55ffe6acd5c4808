import type pg from 'pg';
import { CliError } from '../errors/cli-error.js';
import { within } from './within.js';

/** Milliseconds until an address is left unprobed. */
const PATIENCE = 5000;

/** How a session is told its deployment. */
export type Way = 'options' | 'application name';

/** What an address makes of it. */
export interface ProbeResult {
  /** The way that works; undefined when none does. */
  readonly way: Way | undefined;
  /** Whether a session that comes with options is turned away. */
  readonly refusesOptions: boolean;
  /** Why options do not work. */
  readonly reason?: string;
}

/**
 * Opens a session as one of the child's will be and looks what it knows of the deployment. A pooler
 * may refuse server options, which would fail the child, or drop them; application names get through.
 *
 * What cannot be found out counts as working: the child may know better how to connect, and if it
 * does not, that is its own error to tell.
 *
 * @param connect by one way, or by none
 * @param id of the deployment
 * @throws CliError when the server takes no more connections: the child may need the one we hold
 */
export async function probe(
  connect: (way: Way | undefined) => Promise<pg.Client>,
  id: string,
): Promise<ProbeResult> {
  try {
    return await within(PATIENCE, 'the probe', findWay(connect, id));
  } catch (error) {
    if (isFull(error)) throw error;
    return { way: 'options', refusesOptions: false };
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
    if ((await sessionOf(connect('options'))).deployment === id) {
      return { way: 'options', refusesOptions: false };
    }
  } catch (error) {
    refusal = error instanceof Error ? error : new Error(String(error));
  }
  // Where it does not work without options either, they are not the reason.
  const { name } = await sessionOf(connect('application name'));
  return {
    way: name === `pggit:${id}` ? 'application name' : undefined,
    refusesOptions: refusal !== undefined,
    reason: refusal?.message ?? 'the server never sees the setting, as behind a pooler',
  };
}

/** Settings that every role may read. */
async function sessionOf(
  connecting: Promise<pg.Client>,
): Promise<{ deployment: string | null; name: string }> {
  const client = await connecting;
  try {
    const { rows } = await client.query(
      `select pg_catalog.current_setting('pggit.deployment', true) as deployment,
              pg_catalog.current_setting('application_name') as name`,
    );
    return rows[0];
  } finally {
    client.end().catch(() => {});
  }
}
