import { readFileSync } from 'node:fs';
import type pg from 'pg';

/** A block of a page that somebody may run. */
export interface Example {
  readonly language: 'sql' | 'sh';
  readonly code: string;
  /** What the page says comes of its last statement; undefined where it says nothing. */
  readonly result: string | undefined;
}

/** The blocks of SQL, or of the shell as well, on a page, each with the block of text that follows it. */
export function examplesOn(page: string, languages: 'sql' | 'sql|sh' = 'sql'): Example[] {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  const blocks = text.matchAll(
    new RegExp(
      `^\`\`\`(${languages})\\n([\\s\\S]*?)^\`\`\`\\n(?:\\n\`\`\`text\\n([\\s\\S]*?)^\`\`\`)?`,
      'gm',
    ),
  );
  return [...blocks].map(([, language, code, result]) => ({
    language: language as Example['language'],
    code: code ?? '',
    result,
  }));
}

/** What psql would print of the last result, without its frame of blanks and its count. */
export async function answerOf(client: pg.Client, sql: string): Promise<string> {
  let answer = '';
  try {
    // One by one, as psql sends them: each is a transaction of its own. What is indented, and the end of
    // a body, goes on with a statement.
    for (const text of sql.trimEnd().split(/(?<=;)\n(?![ \t]|end\b)/)) {
      answer = table(await client.query({ text, rowMode: 'array' }));
    }
    return answer;
  } catch (error) {
    return `ERROR:  ${(error as Error).message}\n`;
  }
}

/** A result as psql prints it, without its frame of blanks and its count. */
export function table({ fields, rows }: pg.QueryArrayResult): string {
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
export const withoutIds = (text: string) =>
  text
    .replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<id>')
    .replaceAll(/-{4,}/g, '----')
    .replaceAll(/ +(?=\||$)/gm, ' ');
