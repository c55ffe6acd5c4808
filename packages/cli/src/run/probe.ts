import type * as Core from '@pggit/core';
import type pg from 'pg';
import { within } from './within.js';

/** Milliseconds until an address is left unprobed. */
const PATIENCE = 5000;

/** What becomes of server options at an address: a session joins, or why none will. */
export type ProbeResult =
  | { readonly joins: true }
  | { readonly joins: false; readonly refused: boolean; readonly reason: string };

const JOINS: ProbeResult = { joins: true };

/**
 * Opens a session as one of the child's will be and looks whether it belongs to the deployment. A
 * pooler may refuse server options, which would fail the child, or drop them.
 *
 * What cannot be found out counts as joining: the child may know better how to connect, and if it
 * does not, that is its own error to tell.
 *
 * @param connect with the options, or without them
 * @param id of the deployment
 */
export async function probe(
  core: typeof Core,
  connect: (withOptions: boolean) => Promise<pg.Client>,
  id: string,
): Promise<ProbeResult> {
  try {
    return await within(PATIENCE, 'the probe', joins(core, connect, id));
  } catch {
    return JOINS;
  }
}

async function joins(
  core: typeof Core,
  connect: (withOptions: boolean) => Promise<pg.Client>,
  id: string,
): Promise<ProbeResult> {
  try {
    const current = await ask(connect(true), (client) => core.pggit(client).currentDeployment());
    if (current === id) return JOINS;
    const reason = 'the setting does not reach the server, as behind a pooler that drops it';
    return { joins: false, refused: false, reason };
  } catch (error) {
    // Where it does not work without options either, they are not the reason.
    await ask(connect(false), async () => {});
    const reason = error instanceof Error ? error.message : String(error);
    return { joins: false, refused: true, reason };
  }
}

async function ask<T>(
  connecting: Promise<pg.Client>,
  question: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connecting;
  try {
    return await question(client);
  } finally {
    client.end().catch(() => {});
  }
}
