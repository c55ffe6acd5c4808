import { extensionStatements } from '../common.js';
import type { Definition, Renderer, State } from '../rendered.js';
import { words } from '../rendered.js';
import { ident, lastName, lastPart, optionList } from '../sql.js';
import { keyStatements } from './constraints.js';

/** One behind a constraint is made with that; one of a partition is attached to that of its parent. */
export const index: Renderer = (identity, definition, state) => {
  const { table, constraint, options, tablespace, index_of } = definition;
  const isKey = constraint !== undefined;
  // PostgreSQL takes no index of an exclusion constraint for that of the parent's.
  const isAttached = index_of !== undefined && !isExclusion(table, lastName(identity), state);
  const made = isKey
    ? [
        ...keyStatements(table, lastName(identity), definition, state),
        ...(options === undefined ? [] : [`alter index ${identity} set (${optionList(options)})`]),
        ...(tablespace === undefined
          ? []
          : [`alter index ${identity} set tablespace ${ident(tablespace)}`]),
      ]
    : [create(identity, definition, state)];
  return {
    statements: [
      ...made,
      ...(definition.keys as Definition[]).flatMap(({ statistics_target }, i) =>
        statistics_target === undefined
          ? []
          : [`alter index ${identity} alter column ${i + 1} set statistics ${statistics_target}`],
      ),
      ...(isAttached ? [`alter index ${index_of} attach partition ${identity}`] : []),
      ...extensionStatements(`index ${identity}`, definition.depends_on_extensions),
    ],
    attributes: [
      'table',
      'method',
      'keys',
      'unique',
      'nulls_not_distinct',
      'constraint',
      'include',
      'predicate',
      'options',
      'tablespace',
      ...(isAttached ? ['index_of'] : []),
      'depends_on_extensions',
      // That of a partitioned table is until each partition has one, and it is attached.
      ...(state.objects.get(`table ${table}`)?.definition.partition_by ? ['invalid'] : []),
    ],
  };
};

function isExclusion(table: string, name: string, state: State): boolean {
  const definition = state.objects.get(`table ${table}`)?.definition as Definition | undefined;
  return definition?.constraints?.[name]?.type === 'exclude';
}

function create(identity: string, definition: Definition, state: State): string {
  const { table, method, keys, unique, include, nulls_not_distinct, options, predicate } =
    definition;
  const relation = state.objects.get(`table ${table}`)?.definition;
  return words(
    'create',
    unique && 'unique',
    `index ${lastPart(identity)} on`,
    relation?.partition_by !== undefined && 'only',
    `${table} using ${ident(method)} (${(keys as Definition[]).map(key).join(', ')})`,
    include && `include (${(include as string[]).map(ident).join(', ')})`,
    nulls_not_distinct && 'nulls not distinct',
    options && `with (${optionList(options)})`,
    definition.tablespace && `tablespace ${ident(definition.tablespace)}`,
    predicate && `where ${predicate}`,
  );
}

function key({
  column,
  expression,
  collation,
  operator_class,
  operator_class_options,
  order,
  nulls,
}: Definition) {
  return words(
    column === undefined ? `(${expression})` : ident(column),
    collation && `collate ${collation}`,
    operator_class ?? (operator_class_options && 'default'),
    operator_class_options && `(${optionList(operator_class_options)})`,
    order,
    nulls && `nulls ${nulls}`,
  );
}
