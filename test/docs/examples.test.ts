import { readFileSync } from 'node:fs';
import { useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { describe, expect, it } from 'vitest';

/** Pages whose SQL runs from top to bottom, each in a database of its own. */
const PAGES = [
  'how-to/check-the-history.md',
  'how-to/choose-what-is-tracked.md',
  'how-to/cqrs.md',
  'how-to/emergencies.md',
  'how-to/functions.md',
];

/** Modules of `sql/functions` that these pages have an example of every function of. */
const MODULES = ['cqrs', 'functions', 'refresh', 'tracking'];

interface Example {
  readonly sql: string;
  /** What the page says comes of its last statement; undefined where it says nothing. */
  readonly result: string | undefined;
}

/** The blocks of SQL on a page, each with the block of text that follows it. */
function examplesOn(page: string): Example[] {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  const blocks = text.matchAll(/^```sql\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```)?/gm);
  return [...blocks].map(([, sql, result]) => ({ sql: sql ?? '', result }));
}

/** What psql would print of the last result, without its frame of blanks and its count. */
async function answerOf(client: pg.Client, sql: string): Promise<string> {
  let answer = '';
  try {
    // One by one, as psql sends them: each is a transaction of its own.
    for (const text of sql.trimEnd().split(/(?<=;)\n/)) {
      answer = table(await client.query({ text, rowMode: 'array' }));
    }
    return answer;
  } catch (error) {
    return `ERROR:  ${(error as Error).message}\n`;
  }
}

function table({ fields, rows }: pg.QueryArrayResult): string {
  const lines = [fields.map(({ name }) => name), ...rows.map((row) => row.map(cell))];
  const widths = fields.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  const padded = lines.map((line) =>
    line
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join(' | ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '-'.repeat(width)).join('-+-');
  return `${[padded[0], rule, ...padded.slice(1)].join('\n')}\n`;
}

const cell = (value: unknown): string => {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** Ids and times are different each time, and as wide as they are. */
const withoutIds = (text: string) =>
  text
    .replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<id>')
    .replaceAll(/-{4,}/g, '----')
    .replaceAll(/ +(?=\||$)/gm, ' ');

describe.each(PAGES)('the examples of %s', (page) => {
  const db = useDatabase();

  it('do what the page says', async () => {
    const examples = examplesOn(page);
    expect(examples.length).toBeGreaterThan(3);
    for (const { sql, result } of examples) {
      const answer = await answerOf(db.client, sql);
      if (result === undefined)
        expect([sql, answer]).not.toEqual([sql, expect.stringMatching(/^ERROR/)]);
      else expect([sql, withoutIds(answer)]).toEqual([sql, withoutIds(result)]);
    }
  });
});

it('every function of these modules has an example', () => {
  const reference = readFileSync(new URL('../../docs/reference/sql.md', import.meta.url), 'utf8');
  const examples = PAGES.flatMap(examplesOn).map(({ sql }) => sql);
  const missing = MODULES.flatMap((module) => {
    const section = new RegExp(`^## ${module}\\n([\\s\\S]*?)^## `, 'im').exec(reference)?.[1] ?? '';
    const names = [...section.matchAll(/^### (pggit\.\w+)$/gm)].map(([, name]) => name ?? '');
    expect([module, names.length]).not.toEqual([module, 0]);
    return names.filter((name) => !examples.some((sql) => sql.includes(`${name}(`)));
  });
  expect(missing).toEqual([]);
});
