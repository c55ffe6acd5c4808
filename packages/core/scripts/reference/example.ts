/** A run of lines of one sort in the file of an example. */
export interface Part {
  readonly sort: 'prose' | 'sql' | 'result' | 'blank';
  readonly lines: readonly string[];
}

/** Takes the file of an example apart; docs/examples/README.md says how it is written. */
export function partsOf(text: string): Part[] {
  const parts: { sort: Part['sort']; lines: string[] }[] = [];
  for (const line of text.trimEnd().split('\n')) {
    const sort = sortOf(line);
    const last = parts.at(-1);
    if (last?.sort === sort) last.lines.push(line);
    else parts.push({ sort, lines: [line] });
  }
  return parts;
}

/** What prose and results say, without the marks that make them comments. */
export const unmarked = (line: string): string => line.replace(/^--[>]? ?/, '');

/** An example as Markdown: prose as paragraphs, SQL and results as blocks of code. */
export function renderExample(text: string): string[] {
  const lines: string[] = [];
  let block: 'sql' | 'text' | undefined;
  const enter = (next: typeof block) => {
    if (next === block) return;
    if (block !== undefined) lines.push('```');
    if (lines.length > 0 && lines.at(-1) !== '') lines.push('');
    if (next !== undefined) lines.push(`\`\`\`${next}`);
    block = next;
  };
  const parts = partsOf(text);
  for (const [i, part] of parts.entries()) {
    if (part.sort === 'blank') {
      if (block === 'sql' && parts[i + 1]?.sort === 'sql') lines.push('');
    } else if (part.sort === 'prose') {
      enter(undefined);
      lines.push(...part.lines.map(unmarked));
    } else {
      enter(part.sort === 'sql' ? 'sql' : 'text');
      lines.push(...(part.sort === 'sql' ? part.lines : part.lines.map(unmarked)));
    }
  }
  if (block !== undefined) lines.push('```');
  return lines;
}

function sortOf(line: string): Part['sort'] {
  if (line === '') return 'blank';
  if (line.startsWith('-->')) return 'result';
  return line.startsWith('--') ? 'prose' : 'sql';
}
