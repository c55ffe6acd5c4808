import type { Definition, State } from '../rendered.js';
import { words } from '../rendered.js';
import { ident, literal } from '../sql.js';
import { parentsOf } from './heirs.js';

const entries = (definition: Definition): [string, Definition][] =>
  Object.entries(definition.constraints ?? {});

const list = (names: readonly string[], isPeriod = false): string =>
  names
    .map((name, i) => `${isPeriod && i === names.length - 1 ? 'period ' : ''}${ident(name)}`)
    .join(', ');

const isCheckOrNotNull = ({ type }: Definition): boolean => type === 'check' || type === 'not null';

/** That of a parent which is no partition's is there with the parent's. */
const isOfParent = ({ inherits }: Definition, { inherited }: Definition): boolean =>
  inherits !== undefined && inherited === true;

/** Whether a table has it only at the end: what the rows need not meet, and what needs the table itself. */
const isLater = (definition: Definition, { type, not_valid }: Definition, state: State): boolean =>
  not_valid === true || (type === 'check' && state.circular.has(definition));

/** Checks and named NOT NULL constraints, which a table is made with. */
export function tableConstraints(definition: Definition, state: State): string[] {
  return entries(definition)
    .filter(([, each]) => isCheckOrNotNull(each) && !isOfParent(definition, each))
    .filter(([, each]) => !isLater(definition, each, state))
    .map(([name, each]) =>
      words(
        `constraint ${ident(name)} ${conditionOf(each)}`,
        each.no_inherit && !isAlteredLater(definition, each) && 'no inherit',
        each.not_enforced && 'not enforced',
      ),
    );
}

const conditionOf = ({ type, expression, columns }: Definition): string =>
  type === 'check' ? `check (${expression})` : `not null ${list(columns)}`;

/**
 * A primary key can be added to no column whose NOT NULL is NO INHERIT, and a partitioned table cannot be made
 * with one: that is said afterwards.
 */
function isAlteredLater(definition: Definition, each: Definition): boolean {
  if (each.type !== 'not null') return false;
  return (
    definition.partition_by !== undefined ||
    entries(definition).some(
      ([, { type, columns }]) => type === 'primary key' && columns.includes(each.columns[0]),
    )
  );
}

/** What of its NOT NULL constraints a table can say only when it has its key. */
export function laterNotNull(relation: string, definition: Definition): string[] {
  return entries(definition)
    .filter(([, each]) => each.no_inherit && isAlteredLater(definition, each))
    .map(([name]) => `alter table ${relation} alter constraint ${ident(name)} no inherit`);
}

/** Comments on constraints that a table is made with. */
export function constraintComments(
  relation: string,
  definition: Definition,
  state: State,
): string[] {
  return entries(definition)
    .filter(([, each]) => isCheckOrNotNull(each) && !isOfParent(definition, each))
    .filter(([, each]) => !isLater(definition, each, state))
    .flatMap(([name, each]) => commentOn(relation, name, each));
}

/**
 * The constraints that a table gets at the end, and what it says of those that its parents get: whether rows
 * were found to meet them, and comments.
 */
export function laterConstraints(relation: string, definition: Definition, state: State): string[] {
  return entries(definition)
    .filter(([, each]) => isCheckOrNotNull(each))
    .flatMap(([name, each]) => {
      const isParents = isOfParent(definition, each) || isOfPartitioned(definition, name, state);
      if (!isParents && !isLater(definition, each, state)) return [];
      return [
        ...(isParents
          ? validation(relation, name, definition, state)
          : [
              words(
                `alter table ${relation} add constraint ${ident(name)} ${conditionOf(each)}`,
                each.no_inherit && 'no inherit',
                each.not_enforced ? 'not enforced' : each.not_valid && 'not valid',
              ),
            ]),
        ...(isParents && !isOfParent(definition, each) && !isLater(definition, each, state)
          ? []
          : commentOn(relation, name, each)),
      ];
    });
}

/** A partition is made with its parent's checks, apart from those that the parent itself gets later. */
function isOfPartitioned(definition: Definition, name: string, state: State): boolean {
  const parent = parentsOf(definition, state).find((each) => each.constraints?.[name]);
  return (
    definition.partition_of !== undefined &&
    parent !== undefined &&
    isLater(definition, definition.constraints[name], state) &&
    isLater(parent, parent.constraints[name], state)
  );
}

/** One that the parent's rows need not meet can be one that those of the heir were found to meet. */
function validation(
  relation: string,
  name: string,
  definition: Definition,
  state: State,
): string[] {
  const isNotValid = ({ constraints }: Definition) => constraints?.[name]?.not_valid === true;
  if (isNotValid(definition) || !parentsOf(definition, state).some(isNotValid)) return [];
  return [`alter table ${relation} validate constraint ${ident(name)}`];
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
