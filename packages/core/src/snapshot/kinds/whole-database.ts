import { ENABLED } from '../common.js';
import type { Definition, Renderer } from '../rendered.js';
import { words } from '../rendered.js';
import { ident, literal } from '../sql.js';

export const publication: Renderer = (identity, definition) => {
  const { all_tables, publish, via_partition_root, generated_columns, tables, schemas } =
    definition;
  const targets = [
    all_tables && 'all tables',
    ...Object.entries<Definition>(tables ?? {}).map(([table, { columns, where }]) =>
      words(
        `table only ${table}`,
        columns && `(${(columns as string[]).map(ident).join(', ')})`,
        where && `where (${where})`,
      ),
    ),
    ...((schemas ?? []) as string[]).map((schema) => `tables in schema ${ident(schema)}`),
  ].filter(Boolean);
  const options = [
    publish && `publish = ${literal((publish as string[]).join(', '))}`,
    via_partition_root && 'publish_via_partition_root = true',
    generated_columns && `publish_generated_columns = ${generated_columns}`,
  ].filter(Boolean);
  return {
    statements: [
      words(
        `create publication ${identity}`,
        targets.length > 0 && `for ${targets.join(', ')}`,
        options.length > 0 && `with (${options.join(', ')})`,
      ),
    ],
    attributes: [
      'all_tables',
      'publish',
      'via_partition_root',
      'generated_columns',
      'tables',
      'schemas',
    ],
  };
};

export const eventTrigger: Renderer = (identity, { event, tags, function: name, enabled }) => ({
  statements: [
    words(
      `create event trigger ${identity} on ${event}`,
      tags && `when tag in (${(tags as string[]).map(literal).join(', ')})`,
      `execute function ${name}()`,
    ),
    ...(enabled === undefined ? [] : [`alter event trigger ${identity} ${ENABLED[enabled]}`]),
  ],
  attributes: ['event', 'tags', 'function', 'enabled'],
});
