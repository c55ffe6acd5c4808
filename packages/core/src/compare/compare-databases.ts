import { call } from '../client/call.js';
import { pggit } from '../client/pggit.js';
import type { TrackedObject } from '../client/rows.js';
import type { Queryable } from '../connection/queryable.js';

/** An object in which two databases differ. */
export interface ObjectDifference {
  /** `added`: only in the second; `removed`: only in the first. */
  readonly change: 'added' | 'changed' | 'removed';
  readonly kind: string;
  readonly identity: string;
  /** Attribute path to [in the first, in the second]; empty unless changed. */
  readonly attributes: Record<string, [unknown, unknown]>;
}

/** What to compare. */
export interface CompareOptions {
  /** A ref in the first database; `live`, the catalog as it is now, by default. */
  readonly beforeRef?: string;
  /** A ref in the second database; `live` by default. */
  readonly afterRef?: string;
  /** Attributes to pass over, of objects, columns and constraints, for example `owner` and `privileges`. */
  readonly except?: readonly string[];
}

/**
 * What differs between two databases that pggit tracks, object by object, attribute by attribute. Objects are
 * told by kind and name, so that what has another name in the second is removed and added.
 *
 * @param before the first database
 * @param after the second database
 * @throws NotInstalledError, RefNotFoundError, AmbiguousRefError
 */
export async function compareDatabases(
  before: Queryable,
  after: Queryable,
  { beforeRef = 'live', afterRef = 'live', except = [] }: CompareOptions = {},
): Promise<ObjectDifference[]> {
  const first = await pggit(before).objects(beforeRef);
  const second = await pggit(after).objects(afterRef);
  const there = new Map(second.map((object) => [keyOf(object), object]));
  const known = new Set(first.map(keyOf));
  const changed = await changesOf(before, pairsOf(first, there, except));
  return [
    ...first.flatMap((object) => {
      const key = keyOf(object);
      if (!there.has(key)) return [differenceOf('removed', object)];
      return changed.get(key) ?? [];
    }),
    ...second
      .filter((object) => !known.has(keyOf(object)))
      .map((object) => differenceOf('added', object)),
  ];
}

interface Pair {
  readonly key: string;
  readonly object: TrackedObject;
  readonly before: string;
  readonly after: string;
}

/** The objects in both whose definitions are not the same text. */
function pairsOf(
  first: readonly TrackedObject[],
  there: ReadonlyMap<string, TrackedObject>,
  except: readonly string[],
): Pair[] {
  return first.flatMap((object) => {
    const key = keyOf(object);
    const other = there.get(key);
    if (other === undefined) return [];
    const before = textOf(object.definition, except);
    const after = textOf(other.definition, except);
    return before === after ? [] : [{ key, object, before, after }];
  });
}

async function changesOf(
  db: Queryable,
  pairs: readonly Pair[],
): Promise<ReadonlyMap<string, ObjectDifference>> {
  if (pairs.length === 0) return new Map();
  const rows = await call<{ attributes: ObjectDifference['attributes'] }>(db, DIFFERENCES, [
    pairs.map((pair) => pair.before),
    pairs.map((pair) => pair.after),
  ]);
  return new Map(
    pairs.map(({ key, object }, i) => [
      key,
      { ...differenceOf('changed', object), attributes: rows[i]?.attributes ?? {} },
    ]),
  );
}

const DIFFERENCES = `
select pggit.definition_difference(p.before, p.after) as attributes
from unnest($1::jsonb[], $2::jsonb[]) with ordinality as p (before, after, n)
order by p.n`;

/** Parts that have attributes of their own, by their names, which may be those of attributes. */
const PARTS: ReadonlySet<string> = new Set(['columns', 'constraints']);

/** The driver's parser keeps the order of keys, and the server's is the same for equal definitions. */
function textOf(definition: TrackedObject['definition'], except: readonly string[]): string {
  if (except.length === 0) return JSON.stringify(definition);
  const own = (part: unknown) => without(part, except);
  return JSON.stringify(
    mapped(own(definition), (value, key) => {
      if (key === 'multirange') return own(value);
      return PARTS.has(key) ? mapped(value, own) : value;
    }),
  );
}

function without(part: unknown, except: readonly string[]): unknown {
  if (!isRecord(part)) return part;
  return Object.fromEntries(Object.entries(part).filter(([key]) => !except.includes(key)));
}

function mapped(part: unknown, change: (value: unknown, key: string) => unknown): unknown {
  if (!isRecord(part)) return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, change(value, key)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const keyOf = ({ kind, identity }: TrackedObject) => `${kind} ${identity}`;

const differenceOf = (
  change: ObjectDifference['change'],
  { kind, identity }: TrackedObject,
): ObjectDifference => ({ change, kind, identity, attributes: {} });
