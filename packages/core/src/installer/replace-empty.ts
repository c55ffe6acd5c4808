import { keyOf, readCatalog } from '../catalog/read-catalog.js';
import type { Queryable } from '../connection/queryable.js';
import { dropOrder, dropStatement } from '../dependencies/drop-order.js';
import { FoldedGraph, type OwnObject } from '../dependencies/graph.js';
import { readLinkTriggers } from '../dependencies/link-triggers.js';
import { readDependencies } from '../dependencies/read-dependencies.js';
import type { EngineSource } from '../engine/source.js';
import { DependentObjectsError } from '../errors/install.js';
import { readSchemaObjects } from '../uninstaller/foreign-objects.js';
import type { StaleDrops } from './drop-stale.js';
import { readKeptGrants } from './kept-grants.js';

/** They go with their table, stay for the new engine, or have been dropped by then. */
const NOT_DROPPED: ReadonlySet<string> = new Set(['schema', 'index', 'event trigger']);

/**
 * Plans to clear away an engine whose tables are empty, restored from a dump without data. Which
 * migrations made its tables nothing says, and what they put into them is not there: all of it is
 * made anew, and nothing is lost with it.
 *
 * @throws DependentObjectsError when objects of others need a part of it, or stand among them
 */
export async function planReplacement(
  client: Queryable,
  engine: EngineSource,
): Promise<StaleDrops> {
  const known = new Set(engine.manifest.map(keyOf));
  const older = await readOlderFunctions(client);
  const parts = (await readCatalog(client)).filter(
    (entry) => known.has(keyOf(entry)) || older.has(entry.address),
  );
  const own: OwnObject[] = [...parts, ...(await readLinkTriggers(client))];
  const addresses = own.map(({ address }) => address);
  const triggers = own.filter(({ kind }) => kind === 'trigger').map(({ address }) => address);
  const graph = new FoldedGraph(await readDependencies(client, addresses, new Set(triggers)), own);

  const dependents = graph
    .foreignEdges()
    .filter(([, needed]) => needed.kind !== 'schema')
    .map(([object, { kind, identity }]) => ({ object, dependsOn: `${kind} ${identity}` }));
  const strangers = (await readSchemaObjects(client))
    .filter(([address]) => !addresses.includes(address))
    .map(([, object]) => ({ object, dependsOn: 'schema pggit' }));
  if (dependents.length + strangers.length > 0) {
    throw new DependentObjectsError(
      [...strangers, ...dependents],
      'replace the engine, whose tables a restore without data left empty',
    );
  }
  const dropped = dropOrder(
    own.filter(({ kind }) => !NOT_DROPPED.has(kind)),
    graph.ownEdges(),
  );
  return {
    steps: dropped.map((object) => ({
      name: `drop ${object.kind} ${object.identity}`,
      sql: dropStatement(object),
    })),
    dropped: [],
    grants: await readKeptGrants(
      client,
      parts.filter((entry) => known.has(keyOf(entry))),
    ),
  };
}

/**
 * Addresses of functions that an engine of another version left there. No manifest names them; what
 * tells them from a function of somebody else's is what every function of an engine has.
 */
async function readOlderFunctions(client: Queryable): Promise<ReadonlySet<string>> {
  const { rows } = await client.query(`
    select p.tableoid || ':' || p.oid as address
    from pg_catalog.pg_proc p
    join pg_catalog.pg_namespace n on n.oid = p.pronamespace and n.nspowner = p.proowner
    where n.nspname = 'pggit'
      and p.proconfig @> array['search_path=pg_catalog, pg_temp']
      and pg_catalog.obj_description(p.oid, 'pg_proc') is not null`);
  return new Set(rows.map((row) => row.address));
}
