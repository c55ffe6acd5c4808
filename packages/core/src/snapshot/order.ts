import type { TrackedObject } from '../client/rows.js';
import { namesIn, routineName, schemaOf, splitOn, tableOf } from './sql.js';

/** What says nothing of what an object needs to be made. */
const IGNORED = new Set(['comment', 'owner', 'privileges', 'format_version']);

/** Default privileges would be given to what is made after them; nothing needs the others. */
const LAST = new Set(['default privileges', 'publication', 'event trigger']);

/**
 * The objects in an order in which each comes after those it needs. What it needs is read from its definition,
 * in which every name of an object has its schema; a body that is a string is not looked into, because it is
 * not when the function is made. What needs each other stays in the order it came in.
 */
export function orderObjects(objects: readonly TrackedObject[]): TrackedObject[] {
  const byName = new Map<string, TrackedObject[]>();
  for (const object of objects) {
    for (const name of namesOf(object)) byName.set(name, [...(byName.get(name) ?? []), object]);
  }
  const ordered: TrackedObject[] = [];
  const seen = new Set<TrackedObject>();
  const visit = (object: TrackedObject) => {
    if (seen.has(object)) return;
    seen.add(object);
    for (const name of needs(object)) for (const needed of byName.get(name) ?? []) visit(needed);
    ordered.push(object);
  };
  for (const object of objects) if (!LAST.has(object.kind)) visit(object);
  for (const object of objects) visit(object);
  return ordered;
}

/** What others call it: without arguments, a schema apart from all else, a range type by two names. */
function namesOf({ kind, identity, definition }: TrackedObject): string[] {
  if (kind === 'schema') return [`schema ${identity}`];
  if (kind === 'function' || kind === 'procedure' || kind === 'aggregate') {
    return [routineName(identity)];
  }
  const multirange = definition.multirange as { name: string } | undefined;
  return multirange === undefined ? [identity] : [identity, multirange.name];
}

/** A sequence and a type may share their name, if the sequence was there first. */
const TYPES = new Set(['enum', 'domain', 'composite type', 'range type']);

function needs(object: TrackedObject): string[] {
  const { kind, identity, definition } = object;
  const relation = /^(trigger|rule|policy)$/.test(kind) ? splitOn(identity)[1] : identity;
  const schema = schemaOf(relation);
  return [
    ...(schema === undefined ? [] : [`schema ${schema}`]),
    ...(kind === 'extension' ? [`schema ${definition.schema}`] : []),
    ...(relation === identity ? [] : [relation]),
    ...textsOf(object)
      .flatMap(namesIn)
      .filter((name) => name !== identity),
    ...(TYPES.has(kind) ? [identity] : []),
  ];
}

function textsOf({ kind, definition }: TrackedObject): string[] {
  return Object.entries(definition).flatMap(([key, value]) => {
    if (IGNORED.has(key) || (key === 'body' && definition.standard_sql_body !== true)) return [];
    // A sequence is made before its table, one of an identity column with it.
    if (kind === 'sequence') {
      return key === 'owned_by' && definition.identity === true ? [tableOf(String(value))] : [];
    }
    if (key === 'constraints') return stringsOf(withoutForeignKeys(value));
    return stringsOf(value);
  });
}

function withoutForeignKeys(constraints: unknown): unknown[] {
  return Object.values(constraints as Record<string, { type: string }>).filter(
    ({ type }) => type !== 'foreign key',
  );
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsOf);
}
