import type { Queryable } from '@pggit/core';

interface Messages {
  /** Ends every message to the server: `I` is outside a transaction. */
  readyForQuery: { readonly status?: string };
  /** Ends every statement. */
  commandComplete: { readonly text?: string };
}

type Event = keyof Messages;

/** What node-postgres hears from the server. */
interface Wire {
  prependListener<E extends Event>(event: E, listener: (message: Messages[E]) => void): unknown;
  off<E extends Event>(event: E, listener: (message: Messages[E]) => void): unknown;
}

/** The statements that may change a setting which was set before, as their tags begin. */
const FORGETFUL = /^(RESET|DISCARD|ROLLBACK|DO|CALL)\b/;

const listening = new WeakSet<Queryable>();
const waiting = new WeakSet<Queryable>();

/**
 * Calls back whenever a session may have forgotten its settings.
 *
 * @returns whether that can be heard: libpq's binding does not show what the server says
 */
export function onForgetting(client: Queryable, forget: () => void): boolean {
  const wire = wireOf(client);
  if (wire === undefined) return false;
  if (listening.has(client)) return true;
  listening.add(client);
  wire.prependListener('commandComplete', ({ text }) => {
    if (FORGETFUL.test(text ?? '')) forget();
  });
  return true;
}

/**
 * Calls back once, as soon as the session's transaction has ended and before whoever ended it hears
 * of that: what is queried then comes before their next statement.
 */
export function onceOutsideTransaction(client: Queryable, then: () => void): void {
  const wire = wireOf(client);
  if (wire === undefined || waiting.has(client)) return;
  waiting.add(client);
  const listener = ({ status }: Messages['readyForQuery']) => {
    if (status !== 'I') return;
    wire.off('readyForQuery', listener);
    waiting.delete(client);
    then();
  };
  wire.prependListener('readyForQuery', listener);
}

function wireOf(client: Queryable): Wire | undefined {
  const { connection } = client as { connection?: Partial<Wire> };
  const isWire = typeof connection?.prependListener === 'function';
  return isWire ? (connection as Wire) : undefined;
}
