import { keyOf, readCatalog } from '../catalog/read-catalog.js';
import type { Queryable } from '../connection/queryable.js';
import { dropOrder, dropStatement } from '../dependencies/drop-order.js';
import type { OwnObject } from '../dependencies/graph.js';
import { readLinkTriggers } from '../dependencies/link-triggers.js';
import type { EngineSource } from '../engine/source.js';
import { DependentObjectsError } from '../errors/install.js';
import { readDependents } from '../uninstaller/dependents.js';
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
  const { dependents, edges } = await readDependents(client, own);
  if (dependents.length > 0) {
    throw new DependentObjectsError(
      dependents,
      'replace the engine, whose tables a restore without data left empty',
    );
  }
  const dropped = dropOrder(
    own.filter(({ kind }) => !NOT_DROPPED.has(kind)),
    edges,
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
      -- The one that runs in its caller's search_path has no setting to be known by.
      and (p.proconfig @> array['search_path=pg_catalog, pg_temp']
        or p.proname = 'track_cqrs_change')
      and pg_catalog.obj_description(p.oid, 'pg_proc') is not null`);
  return new Set(rows.map((row) => row.address));
}
