import { keyOf, readCatalog } from '../catalog/read-catalog.js';
import type { Queryable } from '../connection/queryable.js';
import { dropOrder } from '../dependencies/drop-order.js';
import type { OwnObject } from '../dependencies/graph.js';
import { type LinkTrigger, readLinkTriggers } from '../dependencies/link-triggers.js';
import type { EngineSource } from '../engine/source.js';
import { DependentObjectsError } from '../errors/install.js';
import { readInstalled } from '../installer/installed.js';
import { readDependents } from './dependents.js';

/** Kinds that go with their table and need no statement of their own. */
const PARTS: ReadonlySet<string> = new Set(['schema', 'index']);

/** What there is to remove. */
export interface Removal {
  /** In an order in which each can be dropped with RESTRICT. */
  readonly objects: readonly OwnObject[];
  /** Every table that an object to be dropped is or hangs on, as written in SQL. */
  readonly tables: readonly string[];
}

/**
 * Plans the removal of an engine; `undefined` when there is none.
 *
 * @throws DependentObjectsError when objects of others depend on it, or stand among its own
 */
export async function planRemoval(
  client: Queryable,
  engine: EngineSource,
): Promise<Removal | undefined> {
  const installed = await readInstalled(client);
  if (installed === undefined) return undefined;
  const known = new Set([...installed.manifest.keys(), ...engine.manifest.map(keyOf)]);
  const parts = (await readCatalog(client)).filter((entry) => known.has(keyOf(entry)));
  const links = await readLinkTriggers(client);
  const own: OwnObject[] = [...parts, ...links];

  const { dependents, edges } = await readDependents(client, own);
  if (dependents.length > 0) throw new DependentObjectsError(dependents, 'uninstall pggit');

  const droppable = own.filter(({ kind }) => !PARTS.has(kind));
  return { objects: dropOrder(droppable, edges), tables: tablesOf(parts, links) };
}

/** Tables of users first: nothing is held yet then that their sessions might be waiting for. */
function tablesOf(parts: readonly OwnObject[], links: readonly LinkTrigger[]): string[] {
  const ownTables = parts.filter(({ kind }) => kind === 'table').map(({ identity }) => identity);
  return [...links.map(({ table }) => table), ...ownTables];
}
