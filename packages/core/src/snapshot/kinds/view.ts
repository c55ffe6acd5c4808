import { columnStatements, extensionStatements } from '../common.js';
import type { Definition, Renderer } from '../rendered.js';
import { words } from '../rendered.js';
import { ident, optionList } from '../sql.js';

const queryOf = ({ query }: Definition): string => String(query).replace(/;\s*$/, '').trim();

export const view: Renderer = (identity, definition) => ({
  statements: [
    words(
      `create view ${identity}`,
      definition.options && `with (${optionList(definition.options)})`,
      `as\n${queryOf(definition)}`,
    ),
    ...(definition.column_order as string[]).flatMap((name) => {
      const { default: value } = definition.columns[name];
      return value === undefined
        ? []
        : [`alter view ${identity} alter column ${ident(name)} set default ${value}`];
    }),
    ...columnStatements(identity, definition),
  ],
  attributes: ['options', 'query', 'columns', 'column_order'],
});

/** Made without rows: what its functions read may come later. It is refreshed when everything is there. */
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
    ...columnStatements(identity, definition),
    ...extensionStatements(`materialized view ${identity}`, definition.depends_on_extensions),
  ],
  after: [
    ...(definition.cluster_on === undefined
      ? []
      : [`alter materialized view ${identity} cluster on ${ident(definition.cluster_on)}`]),
    `refresh materialized view ${identity}`,
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
