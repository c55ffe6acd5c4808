import { cell, moduleTitle, page, prose, summary } from './markdown.js';
import type { FunctionEntry, Reference, RelationEntry } from './read.js';

/** The columns that stay; other columns and other tables may change. */
const STABLE: Readonly<Record<string, string>> = {
  commits: 'commit_id parent_ids branch message author committed_at deployment_id state_hash',
  deployments:
    'deployment_id name auto_commit status reason commit_id opened_by started_at ended_at',
  external_migrations:
    'link_id migration_id migration_key tool_name source pggit_commit_id deployment_id run direction description checksum applied_at reverted_at',
  branches: 'name commit_id',
  tags: 'name commit_id',
};

export const isPrivate = ({ name }: { readonly name: string }) => name.startsWith('_');

/** Whether a type, view or table is on the page of what may be used. */
export const isInIndex = (one: RelationEntry) =>
  one.kind === 'table' ? one.name in STABLE : !isPrivate(one);

/** The index of what may be used: it stays, or changes with a new major version. */
export function renderInterface({ functions, relations }: Reference): string {
  const ours = functions.filter((one) => !isPrivate(one));
  const types = relations.filter((one) => one.kind === 'type' && !isPrivate(one));
  return page([
    '# SQL functions, types, views and tables',
    '',
    'Generated from the comments in [`sql/`](../../sql) by `npm run generate`. What is private:',
    '[internals.md](internals.md). Errors: [errors.md](errors.md).',
    '',
    'Each function has a page with its signature, the rights it takes, its errors and an example.',
    '',
    'A `ref` is `HEAD`, a commit id, a branch, a tag (its newest commit) or the first digits of a commit id, at',
    'least four; what comes first in this list wins. `live`, where a function takes it, is the catalog as it is',
    'now. The errors of a function are those of what',
    'it calls included; PGT04 is raised only where `pggit.on_error` is `raise`. The examples run in a database',
    'with [the schema of a shop](../examples/shop.sql).',
    ...modulesOf(ours).flatMap((module) => [
      '',
      `## ${moduleTitle(module)}`,
      '',
      ...ours.filter((one) => one.module === module).map(indexEntry),
    ]),
    ...(types.length === 0 ? [] : ['', '## Types', ...types.flatMap((one) => relationEntry(one))]),
    '',
    '## Views',
    ...relations.filter(({ kind }) => kind === 'view').flatMap((one) => relationEntry(one)),
    '',
    '## Tables',
    '',
    'These columns stay; their order, other columns and other tables may change. Nobody but the',
    'functions above writes them.',
    ...Object.entries(STABLE).flatMap(([name, columns]) =>
      relationEntry(tableNamed(relations, name), columns.split(' ')),
    ),
  ]);
}

/** The page of everything else, for those who work on pggit: it changes without notice. */
export function renderInternals({ functions, relations }: Reference): string {
  const ours = functions.filter(isPrivate);
  return page([
    '# Private functions, types and tables',
    '',
    'Generated from the comments in [`sql/`](../../sql) by `npm run generate`, for those who work on',
    'pggit. All of this changes without notice; what may be used is in [sql.md](sql.md).',
    ...modulesOf(ours).flatMap((module) => [
      '',
      `## ${moduleTitle(module)}`,
      '',
      '| function | what it does |',
      '|---|---|',
      ...ours
        .filter((one) => one.module === module)
        .map(({ name, comment }) => `| \`${name}\` | ${cell(comment)} |`),
    ]),
    '',
    '## Types',
    ...relations
      .filter((one) => one.kind === 'type' && isPrivate(one))
      .flatMap((one) => relationEntry(one)),
    '',
    '## Tables',
    '',
    'Those of [sql.md](sql.md) are here with the columns that it leaves out.',
    ...relations.filter(({ kind }) => kind === 'table').flatMap((one) => privateTable(one)),
  ]);
}

const indexEntry = ({ name, comment }: FunctionEntry) =>
  `- [pggit.${name}](sql/${name}.md): ${summary(comment)}`;

function relationEntry(relation: RelationEntry, stable?: readonly string[]): string[] {
  const columns = stable?.map((name) => {
    const column = relation.columns.find((candidate) => candidate.name === name);
    if (column === undefined) throw new Error(`pggit.${relation.name} has no column ${name}`);
    return column;
  });
  return [
    '',
    `### pggit.${relation.name}`,
    '',
    prose(relation.comment),
    ...table(columns ?? relation.columns),
  ];
}

/** A table without the columns that the other page has. */
function privateTable(relation: RelationEntry): string[] {
  const stable = STABLE[relation.name]?.split(' ') ?? [];
  const columns = relation.columns.filter(({ name }) => !stable.includes(name));
  if (columns.length === 0) return [];
  return ['', `### pggit.${relation.name}`, '', prose(relation.comment), ...table(columns)];
}

function table(columns: RelationEntry['columns']): string[] {
  return [
    '',
    '| column | type | what it holds |',
    '|---|---|---|',
    ...columns.map(
      ({ name, type, comment }) => `| \`${name}\` | ${type} | ${cell(comment ?? '')} |`,
    ),
  ];
}

function tableNamed(relations: readonly RelationEntry[], name: string): RelationEntry {
  const found = relations.find((one) => one.kind === 'table' && one.name === name);
  if (found === undefined) throw new Error(`there is no table pggit.${name}`);
  return found;
}

const modulesOf = (functions: readonly FunctionEntry[]) =>
  [...new Set(functions.map(({ module }) => module))].sort();
