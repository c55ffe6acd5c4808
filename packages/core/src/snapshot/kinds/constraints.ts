import type { Definition, State } from '../rendered.js';
import { words } from '../rendered.js';
import { ident, literal } from '../sql.js';

const entries = (definition: Definition): [string, Definition][] =>
  Object.entries(definition.constraints ?? {});

const list = (names: readonly string[], isPeriod = false): string =>
  names
    .map((name, i) => `${isPeriod && i === names.length - 1 ? 'period ' : ''}${ident(name)}`)
    .join(', ');

/** Checks and named NOT NULL constraints, which a table is made with. */
export function tableConstraints(definition: Definition, isHeir: boolean): string[] {
  return entries(definition)
    .filter(
      ([, { type, inherited }]) =>
        (type === 'check' || type === 'not null') && !(isHeir && inherited),
    )
    .filter(([, { not_valid }]) => !not_valid)
    .map(([name, each]) =>
      words(
        `constraint ${ident(name)}`,
        each.type === 'check' ? `check (${each.expression})` : `not null ${list(each.columns)}`,
        each.no_inherit && !isOfKey(definition, each) && 'no inherit',
        each.not_enforced && 'not enforced',
      ),
    );
}

/** A primary key can be added to no column whose NOT NULL is NO INHERIT; that is said after it. */
function isOfKey(definition: Definition, each: Definition): boolean {
  return (
    each.type === 'not null' &&
    entries(definition).some(
      ([, { type, columns }]) => type === 'primary key' && columns.includes(each.columns[0]),
    )
  );
}

/** What of its NOT NULL constraints a table can say only when it has its key. */
export function laterNotNull(relation: string, definition: Definition): string[] {
  return entries(definition)
    .filter(([, each]) => each.no_inherit && isOfKey(definition, each))
    .map(([name]) => `alter table ${relation} alter constraint ${ident(name)} no inherit`);
}

/** Checks that the rows there were need not meet, and comments on constraints that are there already. */
export function constraintStatements(relation: string, definition: Definition): string[] {
  return entries(definition).flatMap(([name, each]) => {
    const isMade = each.type === 'check' || each.type === 'not null';
    return [
      ...(isMade && each.not_valid
        ? [
            words(
              `alter table ${relation} add constraint ${ident(name)}`,
              each.type === 'check'
                ? `check (${each.expression})`
                : `not null ${list(each.columns)}`,
              each.no_inherit && 'no inherit',
              each.not_enforced ? 'not enforced' : 'not valid',
            ),
          ]
        : []),
      ...(isMade ? commentOn(relation, name, each) : []),
    ];
  });
}

/** The constraint that an index belongs to. */
export function keyStatements(
  relation: string,
  name: string,
  index: Definition,
  state: State,
): string[] {
  const each = (state.objects.get(`table ${relation}`)?.definition as Definition | undefined)
    ?.constraints?.[name];
  if (each === undefined) return [];
  const columns = (each.columns as string[] | undefined)?.map(ident) ?? [];
  if (each.period) columns.push(`${columns.pop()} without overlaps`);
  const text =
    each.type === 'exclude'
      ? each.exclusion
      : words(
          each.type,
          index.nulls_not_distinct && 'nulls not distinct',
          `(${columns.join(', ')})`,
          index.include && `include (${list(index.include)})`,
          each.deferrable && 'deferrable',
          each.initially_deferred && 'initially deferred',
        );
  return [
    `alter table only ${relation} add constraint ${ident(name)} ${text}`,
    ...commentOn(relation, name, each),
  ];
}

/** Foreign keys, which need their target's key. */
export function foreignKeys(relation: string, definition: Definition): string[] {
  return entries(definition)
    .filter(([, { type }]) => type === 'foreign key')
    .flatMap(([name, each]) => [
      words(
        `alter table ${relation} add constraint ${ident(name)}`,
        `foreign key (${list(each.columns, each.period)})`,
        `references ${each.references.table} (${list(each.references.columns, each.period)})`,
        each.match && `match ${each.match}`,
        each.on_update && `on update ${each.on_update}`,
        each.on_delete && `on delete ${each.on_delete}`,
        each.on_delete_columns && `(${list(each.on_delete_columns)})`,
        each.deferrable && 'deferrable',
        each.initially_deferred && 'initially deferred',
        each.not_enforced ? 'not enforced' : each.not_valid && 'not valid',
      ),
      ...commentOn(relation, name, each),
    ]);
}

function commentOn(relation: string, name: string, { comment }: Definition): string[] {
  if (comment === undefined) return [];
  return [`comment on constraint ${ident(name)} on ${relation} is ${literal(comment)}`];
}
