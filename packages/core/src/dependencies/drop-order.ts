import type { OwnObject } from './graph.js';

/**
 * Orders objects so that each is dropped before those it needs; `drop … restrict` then works for
 * one after the other.
 *
 * @param objects what is to be dropped
 * @param edges [dependent, needed]; edges to other objects are passed over
 * @throws Error when objects need each other in a circle
 */
export function dropOrder(
  objects: readonly OwnObject[],
  edges: readonly (readonly [OwnObject, OwnObject])[],
): OwnObject[] {
  const remaining = new Map(objects.map((object) => [object.address, object]));
  const dependents = new Map<string, Set<string>>();
  for (const [dependent, needed] of edges) {
    if (!remaining.has(dependent.address) || !remaining.has(needed.address)) continue;
    const known = dependents.get(needed.address) ?? new Set();
    dependents.set(needed.address, known.add(dependent.address));
  }
  const ordered: OwnObject[] = [];
  while (remaining.size > 0) {
    const free = [...remaining.values()].filter(({ address }) =>
      [...(dependents.get(address) ?? [])].every((dependent) => !remaining.has(dependent)),
    );
    if (free.length === 0) {
      const names = [...remaining.values()].map(({ kind, identity }) => `${kind} ${identity}`);
      throw new Error(`these objects need each other in a circle: ${names.join(', ')}`);
    }
    for (const object of free) remaining.delete(object.address);
    ordered.push(...free);
  }
  return ordered;
}

/**
 * The objects and, over any number of steps, the own objects that need them.
 *
 * @param objects where to begin
 * @param edges [dependent, needed]
 * @param mayGo which dependents can be dropped as well
 */
export function withDependents(
  objects: readonly OwnObject[],
  edges: readonly (readonly [OwnObject, OwnObject])[],
  mayGo: (object: OwnObject) => boolean,
): OwnObject[] {
  const found = new Map(objects.map((object) => [object.address, object]));
  // A map takes in what is added while it is walked, so this reaches every step.
  for (const { address } of found.values()) {
    for (const [dependent, needed] of edges) {
      if (needed.address === address && mayGo(dependent)) found.set(dependent.address, dependent);
    }
  }
  return [...found.values()];
}

/** The statement that drops an object and nothing that depends on it. */
export function dropStatement({ kind, identity }: OwnObject): string {
  const what = kind === 'function' ? 'routine' : kind;
  return `drop ${what} if exists ${identity} restrict;`;
}
