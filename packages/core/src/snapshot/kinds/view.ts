import { columnComments, columnGrants, extensionStatements } from '../common.js';
import type { Definition, Renderer } from '../rendered.js';
import { words } from '../rendered.js';
import { dollarQuoted, ident, literal, optionList } from '../sql.js';

const queryOf = ({ query }: Definition): string => String(query).replace(/;\s*$/, '').trim();

/** A view of the same columns, before what its query needs is there. */
function emptyView(identity: string, { column_order, columns }: Definition): string {
  const list = (column_order as string[]).map((name) => {
    const { type, collation } = columns[name];
    return words(`null::${type}`, collation && `collate ${collation}`, `as ${ident(name)}`);
  });
  return words(`create view ${identity} as select`, list.join(', '));
}

export const view: Renderer = (identity, definition, state) => ({
  before: [emptyView(identity, definition)],
  statements: [
    words(
      state.circular.has(definition)
        ? `create or replace view ${identity}`
        : `create view ${identity}`,
      definition.options && `with (${optionList(definition.options)})`,
      `as\n${queryOf(definition)}`,
    ),
    ...(definition.column_order as string[]).flatMap((name) => {
      const { default: value } = definition.columns[name];
      return value === undefined
        ? []
        : [`alter view ${identity} alter column ${ident(name)} set default ${value}`];
    }),
    ...columnComments(identity, definition),
  ],
  owned: columnGrants(identity, definition),
  attributes: ['options', 'query', 'columns', 'column_order'],
});

function filling(identity: string): string {
  const told = literal(`materialized view ${identity} is not filled: `);
  return `do ${dollarQuoted(`
begin
  refresh materialized view ${identity};
exception when others then
  raise warning using message = ${told.trim()} || sqlerrm;
end
`)}`;
}

/**
 * Made without rows: what its functions read may come later. It is filled when everything is there, if its query
 * can be run without data.
 */
export const materializedView: Renderer = (identity, definition) => ({
  statements: [
    words(
      `create materialized view ${identity}`,
      definition.access_method && `using ${ident(definition.access_method)}`,
      definition.options && `with (${optionList(definition.options)})`,
      definition.tablespace && `tablespace ${ident(definition.tablespace)}`,
      `as\n${queryOf(definition)}\nwith no data`,
    ),
    ...(definition.column_order as string[]).flatMap((name) => {
      const { storage, statistics_target, options, compression } = definition.columns[name];
      const alter = (what: string) =>
        `alter materialized view ${identity} alter column ${ident(name)} set ${what}`;
      return [
        ...(storage === undefined ? [] : [alter(`storage ${storage}`)]),
        ...(compression === undefined ? [] : [alter(`compression ${compression}`)]),
        ...(statistics_target === undefined ? [] : [alter(`statistics ${statistics_target}`)]),
        ...(options === undefined ? [] : [alter(`(${optionList(options)})`)]),
      ];
    }),
    ...columnComments(identity, definition),
    ...extensionStatements(`materialized view ${identity}`, definition.depends_on_extensions),
  ],
  owned: columnGrants(identity, definition),
  after: [
    ...(definition.cluster_on === undefined
      ? []
      : [`alter materialized view ${identity} cluster on ${ident(definition.cluster_on)}`]),
    filling(identity),
  ],
  attributes: [
    'access_method',
    'options',
    'tablespace',
    'query',
    'columns',
    'column_order',
    'depends_on_extensions',
    'cluster_on',
  ],
});
