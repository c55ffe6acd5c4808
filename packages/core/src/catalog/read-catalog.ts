import type { Queryable } from '../connection/queryable.js';
import type { ManifestEntry } from '../engine/source.js';
import { CATALOG_QUERY } from './query.js';

/** A part of pggit as it is in a database. */
export interface CatalogEntry extends ManifestEntry {
  /** The catalog it lives in and its oid there: `1255:16400`. */
  readonly address: string;
  /** `O` and `A`: fires; `D` and `R`: does not. Null for what is no trigger. */
  readonly enabled: string | null;
}

/**
 * Reads what there is of pggit, by kind and identity.
 *
 * @param client a connection inside a transaction with the canonical settings
 */
export async function readCatalog(client: Queryable): Promise<CatalogEntry[]> {
  const { rows } = await client.query(
    `select * from (${CATALOG_QUERY}) as parts order by kind collate "C", identity collate "C"`,
  );
  return rows.map((row) => ({
    kind: row.kind,
    identity: row.identity,
    signature: row.signature,
    bodyHash: row.body_hash,
    attributesHash: row.attributes_hash,
    grants: row.grants,
    address: `${row.classid}:${row.objid}`,
    enabled: row.enabled,
  }));
}

/** Key under which a catalog entry and its manifest entry meet. */
export function keyOf({ kind, identity }: { kind: string; identity: string }): string {
  return `${kind} ${identity}`;
}

/** The entry as it may be compared on any PostgreSQL version. */
export function toManifestEntry(entry: CatalogEntry): ManifestEntry {
  const { kind, identity, signature, bodyHash, attributesHash, grants } = entry;
  const portable = bodyHash !== null && !/^pg\d+:/.test(bodyHash);
  return {
    kind,
    identity,
    signature,
    bodyHash: portable ? bodyHash : null,
    attributesHash,
    grants,
  };
}
