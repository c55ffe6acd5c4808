import type { Definition } from './rendered.js';
import { ident, literal } from './sql.js';

/** How `COMMENT`, `ALTER … OWNER` and `GRANT` name the kinds that are not named by their own words. */
const WORDS: Readonly<Record<string, { comment?: string; owner?: string; grant?: string }>> = {
  enum: { comment: 'type', owner: 'type', grant: 'type' },
  'composite type': { comment: 'type', owner: 'type', grant: 'type' },
  'range type': { comment: 'type', owner: 'type', grant: 'type' },
  domain: { grant: 'type' },
  view: { grant: 'table' },
  'materialized view': { grant: 'table' },
  aggregate: { grant: 'function' },
  'foreign table': { grant: 'table' },
  'foreign server': { comment: 'server', owner: 'server' },
};

/** Kinds whose owner is somebody else's: that of their table. */
const WITHOUT_OWNER = new Set(['index', 'trigger', 'rule', 'policy', 'extension']);

/** Comment, owner and privileges, which almost every kind has. */
export function commonStatements(kind: string, identity: string, definition: Definition): string[] {
  const { comment, owner, privileges } = definition;
  const named = WORDS[kind];
  return [
    ...(comment === undefined
      ? []
      : [`comment on ${named?.comment ?? kind} ${identity} is ${literal(comment)}`]),
    ...(owner === undefined || WITHOUT_OWNER.has(kind)
      ? []
      : [`alter ${named?.owner ?? kind} ${identity} owner to ${ident(owner)}`]),
    ...(privileges === undefined
      ? []
      : grants(`${named?.grant ?? kind} ${grantable(kind, identity)}`, privileges, owner)),
  ];
}

/** `GRANT` takes the arguments of an aggregate as those of a function. */
function grantable(kind: string, identity: string): string {
  if (kind !== 'aggregate') return identity;
  return identity
    .replace(/\(\*\)$/, '()')
    .replace(' ORDER BY ', ', ')
    .replace('(ORDER BY ', '(');
}

/** Exactly these privileges, whatever the object was born with. */
export function grants(
  object: string,
  privileges: Readonly<Record<string, readonly string[]>>,
  owner: string | undefined,
): string[] {
  return [
    `revoke all on ${object} from public`,
    ...(owner === undefined ? [] : [`revoke all on ${object} from ${ident(owner)}`]),
    ...grantsOnly(object, privileges),
  ];
}

/** Grants alone, for columns and default privileges, which nobody is born with. */
export function grantsOnly(
  object: string,
  privileges: Readonly<Record<string, readonly string[]>>,
  column = '',
  prefix = '',
): string[] {
  return Object.entries(privileges).flatMap(([grantee, list]) => {
    const to = grantee === 'PUBLIC' ? 'public' : grantee;
    const plain = list.filter((name) => !name.endsWith('*'));
    const passed = list.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
    const named = (names: string[]) => names.map((name) => `${name}${column}`).join(', ');
    return [
      ...(plain.length === 0 ? [] : [`${prefix}grant ${named(plain)} on ${object} to ${to}`]),
      ...(passed.length === 0
        ? []
        : [`${prefix}grant ${named(passed)} on ${object} to ${to} with grant option`]),
    ];
  });
}

/** A privilege that somebody other than the owner gave: only that role can give it again. */
export const isGivenByOthers = (privileges: unknown): boolean =>
  Object.keys((privileges ?? {}) as object).some((grantee) =>
    /^("(?:[^"]|"")*"|\S+) by /.test(grantee),
  );

/** Comments and privileges of columns. */
export function columnStatements(relation: string, definition: Definition): string[] {
  return (definition.column_order as string[]).flatMap((name) => {
    const { comment, privileges } = definition.columns[name];
    return [
      ...(comment === undefined
        ? []
        : [`comment on column ${relation}.${ident(name)} is ${literal(comment)}`]),
      ...(privileges === undefined
        ? []
        : grantsOnly(`table ${relation}`, privileges, ` (${ident(name)})`)),
    ];
  });
}

/** How `ALTER` says that a trigger, rule or event trigger fires otherwise than usual. */
export const ENABLED: Readonly<Record<string, string>> = {
  disabled: 'disable',
  replica: 'enable replica',
  always: 'enable always',
};

/** `ALTER … DEPENDS ON EXTENSION`. */
export const extensionStatements = (object: string, extensions: readonly string[] = []): string[] =>
  extensions.map((name) => `alter ${object} depends on extension ${ident(name)}`);
