import type { Queryable } from '../connection/queryable.js';
import type { EngineSource } from '../engine/source.js';
import type { InstalledEngine } from '../installer/installed.js';
import type { Expectation } from './compare.js';

/** The roles the engine grants to. They belong to the whole cluster, not to one database. */
export const ENGINE_ROLES = ['pggit_reader', 'pggit_deployer', 'pggit_admin'];

/**
 * What a sound installation of `engine` looks like in this database. The owner of the schema has
 * every privilege without a grant, so grants to it are not looked at.
 */
export async function expectationOf(
  client: Queryable,
  engine: EngineSource,
  installed: InstalledEngine,
): Promise<Expectation> {
  const { rows } = await client.query(
    `select r.rolname
     from pg_catalog.pg_roles r
     where r.rolname = any($1::text[])
       and r.oid <> (select nspowner from pg_catalog.pg_namespace where nspname = 'pggit')`,
    [ENGINE_ROLES],
  );
  return {
    manifest: engine.manifest,
    recorded: installed.manifest,
    roles: new Set(['PUBLIC', ...rows.map((row) => row.rolname)]),
    mode: installed.mode,
  };
}
