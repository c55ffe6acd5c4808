import type { TrackedObject } from '../client/rows.js';
import { namesOf, needs } from './order.js';
import { ident, lastName, namesIn, schemaOf, tableOf } from './sql.js';

/** An object that is there without being of the state, and the rule because of which it is not. */
export interface UntrackedObject {
  readonly kind: string;
  readonly identity: string;
  readonly rule?: string;
}

/** Attributes that hold names without quotes, and of which kind. */
const PLAIN: Readonly<Record<string, string>> = {
  wrapper: 'foreign data wrapper',
  server: 'foreign server',
  schema: 'schema',
  schemas: 'schema',
  depends_on_extensions: 'extension',
};

/**
 * What a state needs that is not in it: of the objects that are there without being tracked those that it names,
 * and the schemas of them all. A schema that nobody knows of any more is needed all the same.
 */
export function neededBeside(
  objects: readonly TrackedObject[],
  notTracked: readonly UntrackedObject[],
): UntrackedObject[] {
  // What is not tracked any more may have been when the state was recorded.
  const written = new Set(objects.map(({ kind, identity }) => `${kind} ${identity}`));
  const untracked = notTracked.filter(({ kind, identity }) => !written.has(`${kind} ${identity}`));
  const names = new Set(objects.flatMap((object) => [...needs(object), ...needsAtTheEnd(object)]));
  const isNamed = (object: UntrackedObject) => keysOf(object).some((key) => names.has(key));
  for (const { identity } of untracked.filter(isNamed)) {
    const schema = schemaOf(identity);
    if (schema !== undefined) names.add(`schema ${lastName(schema)}`);
  }
  const known = new Set([...objects, ...untracked].flatMap(keysOf));
  const lost = [...names].flatMap((name) => {
    const [, schema] = /^schema (.*)$/s.exec(name) ?? [];
    if (schema === undefined || known.has(name) || isOfServer(schema)) return [];
    return [{ kind: 'schema', identity: /^[a-z_]\w*$/.test(schema) ? schema : ident(schema) }];
  });
  return [...lost, ...untracked.filter(isNamed)];
}

const isOfServer = (schema: string) => schema === 'information_schema' || schema.startsWith('pg_');

/** How others name it: by its kind where its name has no schema. */
const keysOf = (object: UntrackedObject): string[] => [
  ...namesOf({ ...object, definition: {} }),
  `${object.kind} ${lastName(object.identity)}`,
];

/** What makes no difference to the order: it is made when all else is there, or its kinds come in their order. */
function needsAtTheEnd({ kind, definition }: TrackedObject): string[] {
  const { constraints = {}, tables = {}, owned_by } = definition;
  return [
    ...Object.entries(PLAIN).flatMap(([attribute, of]) =>
      [definition[attribute] ?? []].flat().map((name) => `${of} ${name}`),
    ),
    ...(kind === 'publication' ? Object.keys(tables as object) : []),
    ...(owned_by === undefined ? [] : [tableOf(String(owned_by))]),
    ...Object.values(constraints as Record<string, { references?: { table: string } }>).flatMap(
      ({ references }) => (references === undefined ? [] : namesIn(references.table)),
    ),
  ];
}
