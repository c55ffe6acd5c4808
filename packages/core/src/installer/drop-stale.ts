import { type CatalogEntry, keyOf } from '../catalog/read-catalog.js';
import type { Queryable } from '../connection/queryable.js';
import { dropOrder, dropStatement, withDependents } from '../dependencies/drop-order.js';
import { FoldedGraph, type OwnObject } from '../dependencies/graph.js';
import { readLinkTriggers } from '../dependencies/link-triggers.js';
import { readDependencies } from '../dependencies/read-dependencies.js';
import type { EngineSource } from '../engine/source.js';
import { DependentObjectsError } from '../errors/install.js';
import { readKeptGrants } from './kept-grants.js';
import { RECREATED_KINDS, staleEntries } from './stale.js';
import type { Step } from './step.js';

/** What has to be dropped before the new engine can be applied. */
export interface StaleDrops {
  readonly steps: readonly Step[];
  /** `function pggit.old_name(text)`, in the order of dropping. */
  readonly dropped: readonly string[];
  /** Grants to roles of the user's own, to be given again once the parts are there again. */
  readonly grants: readonly Step[];
}

/**
 * Plans the dropping of stale parts, with RESTRICT and in an order that RESTRICT allows. Parts of
 * the engine that need a stale one go with it, because they are applied again anyway.
 *
 * @throws DependentObjectsError when objects of others need one of them
 */
export async function planStaleDrops(
  client: Queryable,
  engine: EngineSource,
  recorded: { has(key: string): boolean },
  catalog: readonly CatalogEntry[],
): Promise<StaleDrops> {
  const stale = staleEntries(catalog, recorded, engine.manifest);
  if (stale.length === 0) return { steps: [], dropped: [], grants: [] };

  const bundled = new Set(engine.manifest.map(keyOf));
  const ours = catalog.filter((entry) => recorded.has(keyOf(entry)) || bundled.has(keyOf(entry)));
  const own: OwnObject[] = [...ours, ...(await readLinkTriggers(client))];
  const ownTriggers = new Set(
    own.filter(({ kind }) => kind === 'trigger').map(({ address }) => address),
  );
  const addresses = stale.map(({ address }) => address);
  const graph = new FoldedGraph(await readDependencies(client, addresses, ownTriggers), own);

  const edges = graph.ownEdges();
  const doomed = withDependents(stale, edges, ({ kind }) => RECREATED_KINDS.has(kind));
  refuseDependents(graph, doomed);
  const ordered = dropOrder(doomed, edges);
  const going = new Set(ordered.map(({ address }) => address));
  const returning = ours.filter((e) => going.has(e.address) && bundled.has(keyOf(e)));
  return {
    steps: ordered.map((object) => ({
      name: `drop ${object.kind} ${object.identity}`,
      sql: dropStatement(object),
    })),
    dropped: ordered.map(({ kind, identity }) => `${kind} ${identity}`),
    grants: await readKeptGrants(client, returning),
  };
}

function refuseDependents(graph: FoldedGraph, doomed: readonly OwnObject[]): void {
  const going = new Set(doomed.map(({ address }) => address));
  const dependents = graph
    .foreignEdges()
    .filter(([, needed]) => going.has(needed.address))
    .map(([object, needed]) => ({ object, dependsOn: `${needed.kind} ${needed.identity}` }));
  if (dependents.length > 0) throw new DependentObjectsError(dependents, 'upgrade the engine');
}
