import { readCatalog } from '../catalog/read-catalog.js';
import type { Queryable } from '../connection/queryable.js';
import type { EngineSource } from '../engine/source.js';
import { compareCatalog } from '../verify/compare.js';
import { ENGINE_ROLES, expectationOf } from '../verify/expectation.js';
import type { Finding } from '../verify/finding.js';
import type { InstalledEngine } from './installed.js';

/**
 * Whether the database has exactly this engine and nothing of it is missing or altered: then an
 * installation has nothing to do and takes no lock on anything.
 */
export async function isSound(
  client: Queryable,
  engine: EngineSource,
  installed: InstalledEngine,
): Promise<boolean> {
  const pending = engine.migrations.length - installed.migrations.length;
  if (installed.checksum !== engine.checksum || pending !== 0) return false;
  if (installed.version !== engine.version) return false;
  if (await canAddRoles(client)) return false;
  const expected = await expectationOf(client, engine, installed);
  const findings = compareCatalog(await readCatalog(client), expected);
  return findings.every(isLeftAlone);
}

/**
 * What applying the engine would leave as it is: what is unexpected belongs to somebody else, and an
 * event trigger is disabled by an administrator who wants no capture.
 */
function isLeftAlone({ kind, object }: Finding): boolean {
  return kind === 'unexpected' || (kind === 'disabled' && object.startsWith('event trigger '));
}

/** Whether a role of the engine is missing that this role could create: an installation makes it. */
async function canAddRoles(client: Queryable): Promise<boolean> {
  const { rows } = await client.query(
    `select (me.rolsuper or me.rolcreaterole) and (
       select count(*) from pg_catalog.pg_roles r where r.rolname = any($1::text[])
     ) < cardinality($1::text[]) as possible
     from pg_catalog.pg_roles me
     where me.rolname = current_user`,
    [ENGINE_ROLES],
  );
  return rows[0]?.possible === true;
}
