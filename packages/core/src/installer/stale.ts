import { type CatalogEntry, keyOf } from '../catalog/read-catalog.js';
import type { ManifestEntry } from '../engine/source.js';

/** Kinds that every installation applies afresh, so that they may be dropped on the way. */
export const RECREATED_KINDS: ReadonlySet<string> = new Set([
  'function',
  'view',
  'materialized view',
  'trigger',
  'event trigger',
]);

/**
 * The parts of an installed engine that have to go before the new one can be applied: those that
 * the new one lacks, and those that CREATE OR REPLACE cannot turn into the new one. A function left
 * behind by a changed signature would make calls ambiguous.
 *
 * @param catalog what is there
 * @param recorded keys of what an installation created; objects of others are never stale
 * @param manifest the new engine's parts
 */
export function staleEntries(
  catalog: readonly CatalogEntry[],
  recorded: { has(key: string): boolean },
  manifest: readonly ManifestEntry[],
): CatalogEntry[] {
  const wanted = new Map(manifest.map((entry) => [keyOf(entry), entry]));
  return catalog.filter((entry) => {
    if (!RECREATED_KINDS.has(entry.kind)) return false;
    const target = wanted.get(keyOf(entry));
    return target === undefined ? recorded.has(keyOf(entry)) : !replaceable(entry, target);
  });
}

function replaceable(entry: CatalogEntry, target: ManifestEntry): boolean {
  if (entry.kind === 'view') return startsWith(target.signature, entry.signature);
  if (entry.kind === 'event trigger') return entry.bodyHash === target.bodyHash;
  if (entry.kind === 'trigger') return asWanted(entry, target);
  return JSON.stringify(entry.signature) === JSON.stringify(target.signature);
}

/** There is no CREATE OR REPLACE for constraint triggers: kept as it is, or made anew. */
function asWanted(entry: CatalogEntry, target: ManifestEntry): boolean {
  const fires = entry.enabled === 'O' || entry.enabled === 'A';
  return fires && entry.bodyHash === target.bodyHash;
}

/** CREATE OR REPLACE VIEW may add columns at the end and change nothing before them. */
function startsWith(columns: unknown, beginning: unknown): boolean {
  if (!Array.isArray(columns) || !Array.isArray(beginning)) return columns === beginning;
  return beginning.every(
    (column, position) => JSON.stringify(column) === JSON.stringify(columns[position]),
  );
}
