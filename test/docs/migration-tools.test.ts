import { readFileSync } from 'node:fs';
import { useDatabase } from '@pggit/testing';
import { expect, it } from 'vitest';

const db = useDatabase();

it('the page of migration tools lists every built-in one with its table', async () => {
  const page = new URL('../../docs/how-to/migration-tools.md', import.meta.url);
  const listed = [
    ...readFileSync(page, 'utf8').matchAll(/^\| [^|]+ \| `([a-z-]+)` \| `(\w+)`/gm),
  ].map(([, tool, table]) => `${tool} ${table}`);
  const { rows } = await db.client.query(
    "select tool_name, table_pattern from pggit.migration_tools where is_built_in and row_stands_for <> 'nothing'",
  );
  const known = rows.map(({ tool_name, table_pattern }) => `${tool_name} ${table_pattern}`);
  expect(listed.sort()).toEqual(known.sort());
});
