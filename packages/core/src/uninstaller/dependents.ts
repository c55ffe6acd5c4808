import type { Queryable } from '../connection/queryable.js';
import { FoldedGraph, type OwnObject } from '../dependencies/graph.js';
import { readDependencies } from '../dependencies/read-dependencies.js';
import type { Dependent } from '../errors/install.js';
import { readSchemaObjects } from './foreign-objects.js';

/** What dropping all objects of an engine has to know. */
interface Dependents {
  /** Objects of others that stand among its own, then those that need one of them. */
  readonly dependents: readonly Dependent[];
  /** Which own object needs which other: [dependent, needed]. */
  readonly edges: [OwnObject, OwnObject][];
}

/** Reads what stands in the way of dropping all of `own`, and in which order they hang together. */
export async function readDependents(
  client: Queryable,
  own: readonly OwnObject[],
): Promise<Dependents> {
  const addresses = new Set(own.map(({ address }) => address));
  const triggers = own.filter(({ kind }) => kind === 'trigger').map(({ address }) => address);
  const dependencies = await readDependencies(client, [...addresses], new Set(triggers));
  const graph = new FoldedGraph(dependencies, own);
  const strangers = (await readSchemaObjects(client))
    .filter(([address]) => !addresses.has(address))
    .map(([, object]) => ({ object, dependsOn: 'schema pggit' }));
  return { dependents: [...strangers, ...dependentsIn(graph)], edges: graph.ownEdges() };
}

/** The schema itself is left out: what stands in it is told as a stranger already. */
function dependentsIn(graph: FoldedGraph): Dependent[] {
  return graph
    .foreignEdges()
    .filter(([, needed]) => needed.kind !== 'schema')
    .map(([object, { kind, identity }]) => ({ object, dependsOn: `${kind} ${identity}` }));
}
