import { keyOf, readCatalog } from '../catalog/read-catalog.js';
import type { Queryable } from '../connection/queryable.js';
import { inTransaction, type Outcome, READ_WRITE } from '../connection/transaction.js';
import { withClient } from '../connection/with-client.js';
import { dropOrder, dropStatement } from '../dependencies/drop-order.js';
import { FoldedGraph, type OwnObject } from '../dependencies/graph.js';
import { readLinkTriggers } from '../dependencies/link-triggers.js';
import { readDependencies } from '../dependencies/read-dependencies.js';
import type { EngineSource } from '../engine/source.js';
import { type Dependent, DependentObjectsError } from '../errors/install.js';
import { readInstalled } from '../installer/installed.js';
import { sessionSteps } from '../installer/session.js';
import { named, performOn } from '../installer/step.js';
import { dropRoles } from './drop-roles.js';
import { readSchemaObjects } from './foreign-objects.js';
import type { UninstallReport } from './report.js';

/** Kinds that go with their table and need no statement of their own. */
const PARTS: ReadonlySet<string> = new Set(['schema', 'index']);

/** Removes the engine; see `uninstall`, which knows the bundled manifest. */
export async function uninstallEngine(
  db: Queryable,
  engine: EngineSource,
): Promise<UninstallReport> {
  return withClient(db, (client) =>
    inTransaction(client, READ_WRITE, 'uninstall', () => remove(client, engine)),
  );
}

async function remove(client: Queryable, engine: EngineSource): Promise<Outcome<UninstallReport>> {
  const perform = performOn(client);
  for (const step of sessionSteps({})) await perform(step);
  const objects = await named('reading the installed engine', () => planRemoval(client, engine));
  if (objects === undefined) return { result: { removed: [], roles: [] }, keep: false };
  for (const object of objects) {
    await perform({ name: `drop ${object.kind} ${object.identity}`, sql: dropStatement(object) });
  }
  await perform({ name: 'drop schema pggit', sql: 'drop schema pggit restrict;' });
  const removed = objects.map(({ kind, identity }) => `${kind} ${identity}`);
  const roles = await named('dropping roles', () => dropRoles(client));
  return { result: { removed: [...removed, 'schema pggit'], roles }, keep: true };
}

/**
 * The engine's objects in an order in which each can be dropped with RESTRICT.
 *
 * @throws DependentObjectsError when objects of others depend on them, or stand among them
 */
async function planRemoval(
  client: Queryable,
  engine: EngineSource,
): Promise<OwnObject[] | undefined> {
  const installed = await readInstalled(client);
  if (installed === undefined) return undefined;
  const known = new Set([...installed.manifest.keys(), ...engine.manifest.map(keyOf)]);
  const parts = (await readCatalog(client)).filter((entry) => known.has(keyOf(entry)));
  const own: OwnObject[] = [...parts, ...(await readLinkTriggers(client))];

  const addresses = own.map(({ address }) => address);
  const triggers = own.filter(({ kind }) => kind === 'trigger').map(({ address }) => address);
  const graph = new FoldedGraph(await readDependencies(client, addresses, new Set(triggers)), own);
  const strangers = await strangersAmong(client, new Set(addresses));
  const dependents = [...strangers, ...dependentsIn(graph)];
  if (dependents.length > 0) throw new DependentObjectsError(dependents, 'uninstall pggit');

  const droppable = own.filter(({ kind }) => !PARTS.has(kind));
  return dropOrder(droppable, graph.ownEdges());
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
