import type { TrackedObject } from '../client/rows.js';
import { circlesIn } from './circles.js';
import { lastName, namesIn, routineName, schemaOf, splitOn, tableOf } from './sql.js';

/** What says nothing of what an object needs to be made. */
const IGNORED = new Set(['comment', 'owner', 'privileges', 'format_version']);

/** Default privileges would be given to what is made after them; nothing needs the others. */
const LAST = new Set(['default privileges', 'publication', 'event trigger']);

/** A step of loading: an object, or what must be there before it is made. */
export interface Step {
  readonly object: TrackedObject;
  readonly isBefore: boolean;
}

export interface Order {
  readonly steps: readonly Step[];
  /** Objects that need each other, or themselves. */
  readonly circular: ReadonlySet<TrackedObject>;
}

/**
 * The objects in an order in which each comes after those it needs. What it needs is read from its definition,
 * in which every name of an object has its schema; a body that is a string is not looked into, because it is
 * not when the function is made. Of objects that need each other, one that can be made without its contents
 * is, before them; a table or domain leaves its defaults and checks to the end.
 */
export function orderObjects(objects: readonly TrackedObject[]): Order {
  const byName = new Map<string, TrackedObject[]>();
  for (const object of objects) {
    for (const name of namesOf(object)) byName.set(name, [...(byName.get(name) ?? []), object]);
  }
  const sequencesOf = sequencesByOwner(objects);
  const named = (names: string[]) => names.flatMap((name) => byName.get(name) ?? []);
  // A sequence is made before the table that owns it, and given to it there; that of an identity column with it.
  const isMadeBefore = ({ definition }: TrackedObject) => definition.identity !== true;
  const neededBy = ({ kind, identity }: TrackedObject, names: string[]) => [
    ...named(names),
    ...(/table$/.test(kind) ? (sequencesOf.get(identity) ?? []).filter(isMadeBefore) : []),
  ];
  const needed = new Map(objects.map((object) => [object, neededBy(object, needs(object))]));
  const circleOf = circlesIn(objects, (object) =>
    (needed.get(object) ?? []).filter((each) => each !== object || canBeMadeBefore(object)),
  );
  const steps: Step[] = [];
  const seen = new Set<string>();
  const visit = (object: TrackedObject, isBefore: boolean) => {
    const key = `${isBefore} ${object.kind} ${object.identity}`;
    if (seen.has(key)) return;
    seen.add(key);
    const circle = circleOf.get(object);
    const hasBefore = circle !== undefined && canBeMadeBefore(object);
    if (hasBefore && !isBefore) visit(object, true);
    const all = needed.get(object) ?? [];
    const isWhole = circle === undefined;
    for (const each of isWhole ? all : neededBy(object, needsOfPart(object, isBefore))) {
      if (each === object) continue;
      visit(each, circle !== undefined && circleOf.get(each) === circle && canBeMadeBefore(each));
    }
    steps.push({ object, isBefore });
  };
  for (const object of objects) if (!LAST.has(object.kind)) visit(object, false);
  for (const object of objects) visit(object, false);
  return { steps, circular: new Set(circleOf.keys()) };
}

/** The sequences that a table owns, by its name. */
export function sequencesByOwner(objects: readonly TrackedObject[]): Map<string, TrackedObject[]> {
  const found = new Map<string, TrackedObject[]>();
  for (const object of objects) {
    const { owned_by } = object.definition;
    if (object.kind !== 'sequence' || owned_by === undefined) continue;
    const owner = tableOf(String(owned_by));
    found.set(owner, [...(found.get(owner) ?? []), object]);
  }
  return found;
}

/** What others call it: without arguments, a schema apart from all else and without quotes, a range type by two names. */
export function namesOf({ kind, identity, definition }: TrackedObject): string[] {
  if (kind === 'schema') return [`schema ${lastName(identity)}`];
  if (kind === 'function' || kind === 'procedure' || kind === 'aggregate') {
    return [routineName(identity)];
  }
  const multirange = definition.multirange as { name: string } | undefined;
  return multirange === undefined ? [identity] : [identity, multirange.name];
}

/** A view without its query, a function without its body, a type that is no more than a name. */
function canBeMadeBefore({ kind, definition }: TrackedObject): boolean {
  if (kind === 'function' || kind === 'procedure') return definition.standard_sql_body === true;
  return kind === 'view' || (kind === 'range type' && definition.canonical !== undefined);
}

/** Attributes that something in a circle can be made without. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  view: ['query', 'options'],
  function: ['body'],
  procedure: ['body'],
  table: ['constraints'],
  domain: ['constraints', 'default'],
};

function needsOfPart(object: TrackedObject, isBefore: boolean): string[] {
  if (canBeMadeBefore(object) && !isBefore) return needs(object);
  if (object.kind === 'range type') {
    const schema = schemaOf(object.identity);
    return schema === undefined ? [] : [`schema ${lastName(schema)}`];
  }
  const left = PARTS[object.kind] ?? [];
  const definition = Object.fromEntries(
    Object.entries(object.definition).filter(([key]) => !left.includes(key)),
  );
  if (object.kind === 'table') definition.columns = withoutDefaults(definition.columns);
  return needs({ ...object, definition });
}

function withoutDefaults(columns: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries((columns ?? {}) as Record<string, object>).map(([name, column]) => [
      name,
      { ...column, default: undefined },
    ]),
  );
}

/** A sequence and a type may share their name, if the sequence was there first. */
const TYPES = new Set(['enum', 'domain', 'composite type', 'range type']);

/** The names of what it needs to be made, and of its schema, which is told by its kind and has no quotes. */
export function needs(object: TrackedObject): string[] {
  const { kind, identity, definition } = object;
  const relation = /^(trigger|rule|policy)$/.test(kind) ? splitOn(identity)[1] : identity;
  const schema = schemaOf(relation);
  return [
    ...(schema === undefined ? [] : [`schema ${lastName(schema)}`]),
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
    // That of an identity column is made with its table.
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
