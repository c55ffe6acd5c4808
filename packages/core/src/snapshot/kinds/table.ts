import { columnComments, columnGrants } from '../common.js';
import type { Definition, Renderer, State } from '../rendered.js';
import { words } from '../rendered.js';
import { ident, lastName, optionList } from '../sql.js';
import {
  constraintComments,
  foreignKeys,
  laterConstraints,
  laterNotNull,
  tableConstraints,
} from './constraints.js';
import {
  attachment,
  copiedTriggers,
  inheritedColumns,
  isMadeInOrder,
  isNamedNotNull,
  laterDefaults,
  ownedSequences,
} from './heirs.js';
import { sequenceOptions } from './sequence.js';

/**
 * A partition is made by itself and attached, as pg_dump does: so its columns, checks and indexes have the
 * names they have. Keys are made with their index, foreign keys when everything is there.
 */
export const table: Renderer = (identity, definition, state) => {
  const { partition_of: parent, partition_by, inherits, persistence, of_type } = definition;
  const isHeir = inherits !== undefined;
  const columns = (definition.column_order as string[])
    .filter((name) => !(isHeir && definition.columns[name].inherited))
    .map((name) => column(identity, name, definition, state))
    .filter((text) => !text.endsWith(WITH_OPTIONS));
  const options = [optionList(definition.options), optionList(definition.toast_options, 'toast.')]
    .filter(Boolean)
    .join(', ');
  return {
    statements: [
      words(
        'create',
        persistence,
        `table ${identity} ${of_type === undefined ? '' : `of ${of_type} `}(\n  ${[...columns, ...tableConstraints(definition, state)].join(',\n  ')}\n)`,
        isHeir && `inherits (${inherits.join(', ')})`,
        partition_by && `partition by ${partition_by}`,
        definition.access_method && `using ${ident(definition.access_method)}`,
        options && `with (${options})`,
        definition.tablespace && `tablespace ${ident(definition.tablespace)}`,
      ).replace(/ \(\n {2}\n\)/, of_type === undefined ? ' ()' : ''),
      ...columnSettings(identity, definition),
      ...inheritedColumns(identity, definition, state),
      ...attachment(identity, definition),
      ...security(identity, definition),
      ...columnComments(identity, definition),
      ...constraintComments(identity, definition, state),
    ],
    owned: [...ownedSequences(identity, state), ...columnGrants(identity, definition)],
    after: [
      ...laterDefaults(identity, definition, state),
      ...laterConstraints(identity, definition, state),
      ...laterNotNull(identity, definition),
      ...foreignKeys(identity, definition),
      ...(definition.replica_identity_index === undefined
        ? []
        : [
            `alter table only ${identity} replica identity using index ${ident(definition.replica_identity_index)}`,
          ]),
      ...copiedTriggers(identity, definition),
      ...(definition.cluster_on === undefined
        ? []
        : [`alter table only ${identity} cluster on ${ident(definition.cluster_on)}`]),
    ],
    attributes: [
      'columns',
      ...(isMadeInOrder(definition, state) ? ['column_order'] : []),
      'constraints',
      'persistence',
      'tablespace',
      'options',
      'toast_options',
      'access_method',
      'partition_by',
      ...(parent?.detaching ? [] : ['partition_of']),
      'inherits',
      'inherited_triggers',
      'row_security',
      'row_security_forced',
      'of_type',
      'replica_identity',
      'replica_identity_index',
      'cluster_on',
    ],
  };
};

/** A typed table takes its columns from the type, and says only what it adds. */
const WITH_OPTIONS = 'with options';

function column(relation: string, name: string, definition: Definition, state: State): string {
  const each = definition.columns[name];
  return words(
    ident(name),
    definition.of_type === undefined ? each.type : WITH_OPTIONS,
    each.compression && `compression ${each.compression}`,
    each.collation && `collate ${each.collation}`,
    each.default !== undefined && !state.circular.has(definition) && `default ${each.default}`,
    each.generated && `generated always as (${each.generated.expression}) ${each.generated.kind}`,
    each.identity && identityOf(relation, name, definition, state),
    each.not_null && !isNamedNotNull(definition, name) && 'not null',
  );
}

/** That of a partition, from PostgreSQL 17 on, is its parent's, sequence and all: it comes with attaching. */
function identityOf(relation: string, name: string, definition: Definition, state: State): string {
  const sequence = (state.sequencesOf.get(relation) ?? []).find(
    ({ definition }) =>
      definition.identity === true && lastName(String(definition.owned_by)) === name,
  );
  if (sequence === undefined && definition.partition_of !== undefined) return '';
  const options =
    sequence === undefined
      ? ''
      : ` (sequence name ${sequence.identity} ${sequenceOptions(sequence.definition)})`;
  return `generated ${definition.columns[name].identity} as identity${options}`;
}

function columnSettings(relation: string, definition: Definition): string[] {
  return (definition.column_order as string[]).flatMap((name) => {
    const { storage, statistics_target, options } = definition.columns[name];
    const set = (what: string) =>
      `alter table only ${relation} alter column ${ident(name)} set ${what}`;
    return [
      ...(storage === undefined ? [] : [set(`storage ${storage}`)]),
      ...(statistics_target === undefined ? [] : [set(`statistics ${statistics_target}`)]),
      ...(options === undefined ? [] : [set(`(${optionList(options)})`)]),
    ];
  });
}

function security(relation: string, definition: Definition): string[] {
  const { row_security, row_security_forced, replica_identity } = definition;
  return [
    ...(row_security ? [`alter table only ${relation} enable row level security`] : []),
    ...(row_security_forced ? [`alter table only ${relation} force row level security`] : []),
    ...(replica_identity === undefined || replica_identity === 'index'
      ? []
      : [`alter table only ${relation} replica identity ${replica_identity}`]),
  ];
}
