import { ENABLED } from '../common.js';
import type { Definition, State } from '../rendered.js';
import { ident, literal } from '../sql.js';

/** Sequences that go with a column. That of an identity column is made with it. */
export function ownedSequences(relation: string, state: State): string[] {
  return (state.sequencesOf.get(relation) ?? [])
    .filter(({ definition }) => definition.identity !== true)
    .map(
      ({ identity, definition }) => `alter sequence ${identity} owned by ${definition.owned_by}`,
    );
}

/**
 * Whether a table that inherits has its columns in the order in which the server makes them: first what it
 * inherits, parent by parent, then its own. One that came to inherit later, or whose parents got columns
 * later, has another, and nothing in SQL makes that.
 */
export function isMadeInOrder({ inherits, column_order }: Definition, state: State): boolean {
  if (inherits === undefined) return true;
  const inherited = (inherits as string[]).flatMap(
    (parent) => (tableNamed(parent, state)?.column_order ?? []) as string[],
  );
  const made = [...new Set([...inherited, ...(column_order as string[])])];
  return made.every((name, i) => name === column_order[i]);
}

const tableNamed = (name: string, state: State): Definition | undefined =>
  (state.objects.get(`table ${name}`) ?? state.objects.get(`foreign table ${name}`))?.definition;

/** The tables that a table inherits from, or is a partition of. */
export const parentsOf = ({ inherits, partition_of }: Definition, state: State): Definition[] =>
  ((inherits ?? (partition_of === undefined ? [] : [partition_of.table])) as string[]).flatMap(
    (name) => tableNamed(name, state) ?? [],
  );

/** What a table that inherits says of the columns it has from its parents. */
export function inheritedColumns(relation: string, definition: Definition, state: State): string[] {
  if (definition.inherits === undefined) return [];
  const parents = parentsOf(definition, state);
  return (definition.column_order as string[]).flatMap((name) => {
    const each = definition.columns[name];
    const theirs = parents.flatMap((parent) => parent.columns?.[name] ?? []);
    const isNotNull = parents.some((parent) => passesOnNotNull(parent, name));
    const alter = `alter table only ${relation} alter column ${ident(name)}`;
    if (theirs.length === 0) return [];
    return [
      ...(each.default === undefined && theirs.some((their) => their.default !== undefined)
        ? [`${alter} drop default`]
        : []),
      ...(each.default !== undefined && each.inherited && !state.circular.has(definition)
        ? [`${alter} set default ${each.default}`]
        : []),
      ...(each.inherited && each.not_null && !isNotNull && !isNamedNotNull(definition, name)
        ? [`${alter} set not null`]
        : []),
      ...(!each.not_null && isNotNull ? [`${alter} drop not null`] : []),
      ...(each.inherited && each.compression
        ? [`${alter} set compression ${each.compression}`]
        : []),
    ];
  });
}

/** Whether a column's NOT NULL is a constraint of the table, with a name. */
export const isNamedNotNull = ({ constraints }: Definition, name: string): boolean =>
  Object.values<Definition>(constraints ?? {}).some(
    ({ type, columns }) => type === 'not null' && columns[0] === name,
  );

const passesOnNotNull = ({ columns, constraints }: Definition, name: string): boolean =>
  columns?.[name]?.not_null === true &&
  !Object.values<Definition>(constraints ?? {}).some(
    (each) => each.type === 'not null' && each.no_inherit && each.columns[0] === name,
  );

/** Defaults that may need the table itself. */
export function laterDefaults(relation: string, definition: Definition, state: State): string[] {
  if (!state.circular.has(definition)) return [];
  return (definition.column_order as string[]).flatMap((name) => {
    const { default: value } = definition.columns[name];
    if (value === undefined) return [];
    return [`alter table only ${relation} alter column ${ident(name)} set default ${value}`];
  });
}

/** How a partition's copies of its parent's triggers differ from those. */
export function copiedTriggers(
  relation: string,
  { inherited_triggers: triggers = {} }: Definition,
): string[] {
  return Object.entries<Definition>(triggers).flatMap(([name, { enabled, comment }]) => [
    ...(enabled === undefined
      ? []
      : [
          `alter table only ${relation} ${enabled === 'origin' ? 'enable' : ENABLED[enabled]} trigger ${ident(name)}`,
        ]),
    ...(comment === undefined
      ? []
      : [`comment on trigger ${ident(name)} on ${relation} is ${literal(comment)}`]),
  ]);
}

/** Makes a table the partition that it is, once it is there. */
export function attachment(relation: string, { partition_of: parent }: Definition): string[] {
  if (parent === undefined) return [];
  return [`alter table only ${parent.table} attach partition ${relation} ${parent.bounds}`];
}
