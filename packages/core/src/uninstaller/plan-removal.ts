import { keyOf, readCatalog } from '../catalog/read-catalog.js';
import type { Queryable } from '../connection/queryable.js';
import { dropOrder } from '../dependencies/drop-order.js';
import { FoldedGraph, type OwnObject } from '../dependencies/graph.js';
import { type LinkTrigger, readLinkTriggers } from '../dependencies/link-triggers.js';
import { readDependencies } from '../dependencies/read-dependencies.js';
import type { EngineSource } from '../engine/source.js';
import { type Dependent, DependentObjectsError } from '../errors/install.js';
import { readInstalled } from '../installer/installed.js';
import { readSchemaObjects } from './foreign-objects.js';

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

  const addresses = own.map(({ address }) => address);
  const triggers = own.filter(({ kind }) => kind === 'trigger').map(({ address }) => address);
  const graph = new FoldedGraph(await readDependencies(client, addresses, new Set(triggers)), own);
  const strangers = await strangersAmong(client, new Set(addresses));
  const dependents = [...strangers, ...dependentsIn(graph)];
  if (dependents.length > 0) throw new DependentObjectsError(dependents, 'uninstall pggit');

  const droppable = own.filter(({ kind }) => !PARTS.has(kind));
  return { objects: dropOrder(droppable, graph.ownEdges()), tables: tablesOf(parts, links) };
}

/** Tables of users first: nothing is held yet then that their sessions might be waiting for. */
function tablesOf(parts: readonly OwnObject[], links: readonly LinkTrigger[]): string[] {
  const ownTables = parts.filter(({ kind }) => kind === 'table').map(({ identity }) => identity);
  return [...links.map(({ table }) => table), ...ownTables];
}

async function strangersAmong(client: Queryable, own: ReadonlySet<string>): Promise<Dependent[]> {
  const objects = await readSchemaObjects(client);
  return objects
    .filter(([address]) => !own.has(address))
    .map(([, object]) => ({ object, dependsOn: 'schema pggit' }));
}

/** The schema itself is left out: what stands in it is told as a stranger already. */
function dependentsIn(graph: FoldedGraph): Dependent[] {
  return graph
    .foreignEdges()
    .filter(([, needed]) => needed.kind !== 'schema')
    .map(([object, { kind, identity }]) => ({ object, dependsOn: `${kind} ${identity}` }));
}
