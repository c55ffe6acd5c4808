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
  return grantsInOrder(privileges).flatMap(([grantee, by, list]) => {
    const to = grantee === 'PUBLIC' ? 'public' : grantee;
    const plain = list.filter((name) => !name.endsWith('*'));
    const passed = list.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
    const named = (names: string[]) => names.map((name) => `${name}${column}`).join(', ');
    return [
      ...(by === undefined ? [] : [`set role ${by}`]),
      ...(plain.length === 0 ? [] : [`${prefix}grant ${named(plain)} on ${object} to ${to}`]),
      ...(passed.length === 0
        ? []
        : [`${prefix}grant ${named(passed)} on ${object} to ${to} with grant option`]),
      ...(by === undefined ? [] : ['reset role']),
    ];
  });
}

type Grant = readonly [grantee: string, by: string | undefined, privileges: readonly string[]];

/** What somebody other than the owner gave, only that role can give again, and only once it has it. */
function grantsInOrder(privileges: Readonly<Record<string, readonly string[]>>): Grant[] {
  const all = Object.entries(privileges).map(([key, list]): Grant => {
    const [, grantee, by] = /^("(?:[^"]|"")*"|\S+) by (.*)$/s.exec(key) ?? [];
    return [grantee ?? key, by, list];
  });
  const ordered = all.filter(([, by]) => by === undefined);
  let rest = all.filter(([, by]) => by !== undefined);
  while (rest.length > 0) {
    const able = new Set(
      ordered
        .filter(([, , list]) => list.some((each) => each.endsWith('*')))
        .map(([grantee]) => grantee),
    );
    const next = rest.filter(([, by]) => by !== undefined && able.has(by));
    // Whoever has it from elsewhere: the right of a column from that of its table.
    ordered.push(...(next.length > 0 ? next : rest));
    rest = next.length > 0 ? rest.filter((each) => !next.includes(each)) : [];
  }
  return ordered;
}

/** Comments of columns. */
export function columnComments(relation: string, definition: Definition): string[] {
  return (definition.column_order as string[]).flatMap((name) => {
    const { comment } = definition.columns[name];
    if (comment === undefined) return [];
    return [`comment on column ${relation}.${ident(name)} is ${literal(comment)}`];
  });
}

/** Privileges of columns, which revoking those of the table takes away: they come after those. */
export function columnGrants(relation: string, definition: Definition): string[] {
  return (definition.column_order as string[]).flatMap((name) => {
    const { privileges } = definition.columns[name];
    if (privileges === undefined) return [];
    return grantsOnly(`table ${relation}`, privileges, ` (${ident(name)})`);
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
