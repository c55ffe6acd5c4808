import { readFileSync } from 'node:fs';
import { useDatabase } from '@pggit/testing';
import type { ClientBase, QueryResult } from 'pg';
import { describe, expect, it } from 'vitest';

/** Pages whose SQL is run, from top to bottom in one database. A block of text after one is its result. */
const PAGES = ['how-to/choose-what-is-tracked.md'];

describe('the SQL on a page works as the page says', () => {
  const db = useDatabase({ per: 'test' });

  it.each(PAGES)('%s', async (name) => {
    const page = readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
    const blocks = [...page.matchAll(/^```sql\n([\s\S]*?)^```\n(?:```text\n([\s\S]*?)^```\n)?/gm)];
    expect(blocks.length).toBeGreaterThan(0);
    for (const [, sql = '', result] of blocks) {
      const lines = await run(db.client, sql);
      if (result !== undefined) expect(lines, sql).toEqual(expected(result));
    }
  });
});

/** Runs a block, statement by statement as psql does, and gives the last result as lines of cells. */
async function run(client: ClientBase, sql: string): Promise<string[][]> {
  let last: QueryResult | undefined;
  for (const statement of sql.split(/;\s*$/m).filter((text) => text.trim() !== '')) {
    last = await client.query({ text: statement, rowMode: 'array', types: AS_TEXT });
  }
  if (last === undefined) return [];
  const cells = (row: unknown[]) => row.map((cell) => (cell === null ? '' : String(cell)));
  return [last.fields.map((field) => field.name), ...last.rows.map(cells)];
}

/** What the page shows. A cell of one ellipsis stands for anything. */
function expected(result: string): unknown[][] {
  const lines = result.trimEnd().split('\n');
  return lines.map((line) =>
    line.split('|').map((cell) => (cell.trim() === '…' ? expect.any(String) : cell.trim())),
  );
}

/** Values as psql shows them. */
const AS_TEXT = { getTypeParser: () => (value: string) => value };
