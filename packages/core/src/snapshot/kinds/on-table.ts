import { ENABLED, extensionStatements } from '../common.js';
import type { Renderer } from '../rendered.js';
import { words } from '../rendered.js';
import { ident, literal, splitOn } from '../sql.js';

const firing = (what: 'trigger' | 'rule', identity: string, enabled?: string): string[] => {
  if (enabled === undefined) return [];
  const [name, relation] = splitOn(identity);
  return [`alter table ${relation} ${ENABLED[enabled]} ${what} ${name}`];
};

export const trigger: Renderer = (identity, definition) => {
  const { events, update_columns, constraint, constraint_table, old_table, new_table } = definition;
  const [name, relation] = splitOn(identity);
  const columns = (update_columns as string[] | undefined)?.map(ident).join(', ');
  const eventList = (events as string[]).map((event) =>
    event === 'update' && columns !== undefined ? `update of ${columns}` : event,
  );
  return {
    statements: [
      words(
        'create',
        constraint && 'constraint',
        `trigger ${name} ${definition.timing} ${eventList.join(' or ')} on ${relation}`,
        constraint_table && `from ${constraint_table}`,
        definition.deferrable && 'deferrable',
        definition.initially_deferred && 'initially deferred',
        (old_table || new_table) && 'referencing',
        old_table && `old table as ${ident(old_table)}`,
        new_table && `new table as ${ident(new_table)}`,
        `for each ${definition.level}`,
        definition.condition && `when (${definition.condition})`,
        `execute function ${definition.function}(${((definition.arguments ?? []) as string[]).map(literal).join(', ')})`,
      ),
      ...firing('trigger', identity, definition.enabled),
      ...extensionStatements(`trigger ${identity}`, definition.depends_on_extensions),
    ],
    attributes: [
      'timing',
      'events',
      'update_columns',
      'level',
      'condition',
      'function',
      'arguments',
      'enabled',
      'constraint',
      'constraint_table',
      'deferrable',
      'initially_deferred',
      'old_table',
      'new_table',
      'depends_on_extensions',
    ],
  };
};

export const rule: Renderer = (identity, definition) => {
  const [name, relation] = splitOn(identity);
  return {
    statements: [
      words(
        `create rule ${name} as on ${definition.event} to ${relation}`,
        definition.condition && `where ${definition.condition}`,
        'do',
        definition.instead && 'instead',
        definition.action,
      ),
      ...firing('rule', identity, definition.enabled),
    ],
    attributes: ['event', 'condition', 'instead', 'action', 'enabled'],
  };
};

export const policy: Renderer = (identity, { command, restrictive, roles, using, check }) => ({
  statements: [
    words(
      `create policy ${identity}`,
      restrictive && 'as restrictive',
      `for ${command}`,
      roles && `to ${(roles as string[]).map(ident).join(', ')}`,
      using !== undefined && `using (${using})`,
      check !== undefined && `with check (${check})`,
    ),
  ],
  attributes: ['command', 'restrictive', 'roles', 'using', 'check'],
});

export const statistics: Renderer = (identity, { table, kinds, columns, expressions, target }) => ({
  statements: [
    words(
      `create statistics ${identity}`,
      kinds && `(${kinds.join(', ')})`,
      `on ${[...(columns ?? []).map(ident), ...(expressions ?? []).map((each: string) => `(${each})`)].join(', ')}`,
      `from ${table}`,
    ),
    ...(target === undefined ? [] : [`alter statistics ${identity} set statistics ${target}`]),
  ],
  attributes: ['table', 'kinds', 'columns', 'expressions', 'target'],
});
