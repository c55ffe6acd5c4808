import { extensionStatements } from '../common.js';
import type { Definition, Renderer } from '../rendered.js';
import { words } from '../rendered.js';
import { dollarQuoted, ident, literal, routineName } from '../sql.js';

interface Argument {
  readonly name?: string;
  readonly mode?: string;
  readonly type: string;
  readonly default?: string;
}

/** Settings whose value is a list of names. */
const LISTS = new Set([
  'search_path',
  'temp_tablespaces',
  'local_preload_libraries',
  'session_preload_libraries',
  'shared_preload_libraries',
  'unix_socket_directories',
]);

/** Functions and procedures. */
export const routine =
  (kind: 'function' | 'procedure'): Renderer =>
  (identity, definition, state) => ({
    before: [create(kind, identity, definition, 'create', "as ''")],
    statements: [
      create(
        kind,
        identity,
        definition,
        state.circular.has(definition) && definition.standard_sql_body
          ? 'create or replace'
          : 'create',
        body(definition),
      ),
      ...extensionStatements(`${kind} ${identity}`, definition.depends_on_extensions),
    ],
    attributes: [
      'language',
      'arguments',
      'returns',
      'body',
      'standard_sql_body',
      'library',
      'window',
      'volatility',
      'parallel',
      'strict',
      'security_definer',
      'leakproof',
      'cost',
      'rows',
      'support',
      'depends_on_extensions',
      'settings',
      'transforms',
    ],
  });

function create(
  kind: string,
  identity: string,
  definition: Definition,
  verb: string,
  bodyText: string,
): string {
  return words(
    `${verb} ${kind} ${routineName(identity)}(${argumentList(definition.arguments)})`,
    kind === 'function' && `returns ${definition.returns}`,
    `language ${ident(definition.language)}`,
    definition.window && 'window',
    definition.volatility,
    definition.parallel && `parallel ${definition.parallel}`,
    definition.strict && 'strict',
    definition.security_definer && 'security definer',
    definition.leakproof && 'leakproof',
    definition.cost !== undefined && `cost ${definition.cost}`,
    definition.rows !== undefined && `rows ${definition.rows}`,
    definition.support && `support ${definition.support}`,
    definition.transforms && `transform ${transforms(definition.transforms)}`,
    ...settings(definition.settings),
    bodyText,
  );
}

/** The columns of a returned table are part of the result. */
export function argumentList(list: readonly Argument[] = []): string {
  return list
    .filter(({ mode }) => mode !== 'table')
    .map(({ mode, name, type, default: value }) =>
      words(
        mode,
        name !== undefined && ident(name),
        type,
        value !== undefined && `default ${value}`,
      ),
    )
    .join(', ');
}

function body({ body: text, standard_sql_body, library }: Definition): string {
  if (standard_sql_body) return text;
  if (library !== undefined) return `as ${literal(library)}, ${literal(text)}`;
  return `as ${dollarQuoted(text)}`;
}

function settings(all: Readonly<Record<string, string>> = {}): string[] {
  return Object.entries(all).map(
    ([name, value]) => `set ${name} to ${LISTS.has(name) ? listOf(value) : literal(value)}`,
  );
}

const transforms = (types: string) =>
  types
    .split(', ')
    .map((type) => `for type ${type}`)
    .join(', ');

/** The names of a list, each as a text: an empty one is no name that could be quoted. */
function listOf(value: string): string {
  const names = value.match(/"(?:[^"]|"")*"|[^",\s]+/g) ?? [''];
  return names
    .map((name) => literal(name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name))
    .join(', ');
}
