import { type CatalogEntry, keyOf } from '../catalog/read-catalog.js';
import type { ManifestEntry } from '../engine/source.js';
import { EngineDamagedError } from '../errors/install.js';
import type { Finding } from './finding.js';

const INSTALL_AGAIN = 'install again: the engine is applied as a whole';

/** Schema migrations run once: what they made and somebody dropped, no installation brings back. */
function hintFor({ kind, identity }: ManifestEntry): string {
  if (kind === 'table' || kind === 'type') return EngineDamagedError.hint;
  if (kind === 'index') return `create index ${identity} again, as sql/schema of the engine has it`;
  return INSTALL_AGAIN;
}

/** What a catalog is compared with. */
export interface Expectation {
  readonly manifest: readonly ManifestEntry[];
  /** Body hashes recorded by the installation, by kind and identity. */
  readonly recorded: ReadonlyMap<string, string>;
  /** Roles that exist; grants to others cannot be there. */
  readonly roles: ReadonlySet<string>;
  /** In manual mode there are no event triggers to miss. */
  readonly mode: 'event' | 'manual';
}

/** Compares what a catalog has of pggit with what it should have. */
export function compareCatalog(catalog: readonly CatalogEntry[], expected: Expectation): Finding[] {
  const found = new Map(catalog.map((entry) => [keyOf(entry), entry]));
  const known = new Set(expected.manifest.map(keyOf));
  const findings: Finding[] = [];
  for (const target of expected.manifest) {
    const entry = found.get(keyOf(target));
    if (entry !== undefined) findings.push(...compareEntry(entry, target, expected));
    else if (target.kind !== 'event trigger' || expected.mode === 'event') {
      findings.push(finding('missing', target, 'it is not in the database', hintFor(target)));
    }
  }
  for (const entry of catalog) {
    if (known.has(keyOf(entry))) continue;
    const detail = 'it is in schema pggit and is no part of this engine';
    findings.push(
      finding('unexpected', entry, detail, 'move it to a schema of your own, or drop it'),
    );
  }
  return findings;
}

function compareEntry(
  entry: CatalogEntry,
  target: ManifestEntry,
  expected: Expectation,
): Finding[] {
  const differences = [
    ...(sameBody(entry, target, expected) ? [] : ['body']),
    ...(JSON.stringify(entry.signature) === JSON.stringify(target.signature) ? [] : ['signature']),
    ...(entry.attributesHash === target.attributesHash ? [] : ['attributes']),
    ...grantDifferences(entry, target, expected.roles),
  ];
  const findings: Finding[] = [];
  if (differences.length > 0) {
    const detail = `it differs from what was installed: ${differences.join(', ')}`;
    findings.push(finding('modified', entry, detail, INSTALL_AGAIN));
  }
  if (entry.enabled === 'D' || entry.enabled === 'R') {
    const detail = 'it does not fire, so changes are not captured';
    findings.push(finding('disabled', entry, detail, enableHint(entry)));
  }
  return findings;
}

/** A body without a portable hash is compared with what was recorded on the same server version. */
function sameBody(entry: CatalogEntry, target: ManifestEntry, { recorded }: Expectation): boolean {
  if (target.bodyHash !== null || entry.bodyHash === null)
    return entry.bodyHash === target.bodyHash;
  const before = recorded.get(keyOf(entry));
  const [server] = entry.bodyHash.split(':');
  return !before?.startsWith(`${server}:`) || before === entry.bodyHash;
}

function grantDifferences(
  entry: CatalogEntry,
  target: ManifestEntry,
  roles: ReadonlySet<string>,
): string[] {
  const possible = (grant: string) => roles.has(grant.slice(0, grant.indexOf('=')));
  const missing = target.grants.filter((grant) => possible(grant) && !entry.grants.includes(grant));
  const added = entry.grants.filter((grant) => possible(grant) && !target.grants.includes(grant));
  return [
    ...missing.map((grant) => `grant ${grant} is missing`),
    ...added.map((grant) => `grant ${grant} was added`),
  ];
}

function enableHint({ kind, identity }: CatalogEntry): string {
  if (kind === 'event trigger') return `alter event trigger ${identity} enable`;
  const [trigger, table] = identity.split(' on ');
  return `alter table ${table} enable trigger ${trigger}`;
}

function finding(
  kind: Finding['kind'],
  part: { kind: string; identity: string },
  detail: string,
  hint: string,
): Finding {
  return { kind, object: `${part.kind} ${part.identity}`, detail, hint };
}
