import type { Screen } from '../output/output.js';
import { displayWidth, truncate } from './width.js';

export interface Column {
  readonly title: string;
  readonly align?: 'right';
  /** May be cut where the terminal is too narrow; names are, ids and times are not. */
  readonly shrinks?: boolean;
  readonly style?: (text: string) => string;
}

const GAP = '  ';
const NARROWEST = 8;

/**
 * Aligned columns under their titles, one line a row. A terminal never wraps a line: what is too wide
 * for it is cut, and the last columns are left out where even that is not enough.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { style, width }: Screen,
): string {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll(/\s*\n\s*/g, ' ')));
  const widths = fit(naturalWidths(columns, cells), columns, width);
  const line = (row: readonly string[], styleOf: (column: Column) => Column['style']) =>
    row
      .slice(0, widths.length)
      .map((cell, i) => {
        const column = columns[i] as Column;
        const padded = pad(truncate(cell, widths[i] ?? 0), widths[i] ?? 0, column);
        return (styleOf(column) ?? String)(padded);
      })
      .join(GAP)
      .trimEnd();
  const titles = columns.map(({ title }) => title);
  return [
    line(titles, () => style.dim),
    ...cells.map((row) => line(row, (column) => column.style)),
  ].join('\n');
}

function naturalWidths(columns: readonly Column[], rows: readonly string[][]): number[] {
  return columns.map(({ title }, i) =>
    Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row[i] ?? ''))),
  );
}

/** Takes from the widest of the columns that may shrink, as long as there is something to take. */
function fit(
  natural: readonly number[],
  columns: readonly Column[],
  available: number | undefined,
): number[] {
  const widths = [...natural];
  if (available === undefined) return widths;
  while (totalOf(widths) > available) {
    const shrinkable = columns.flatMap(({ shrinks }, i) =>
      shrinks && (widths[i] ?? 0) > NARROWEST ? [i] : [],
    );
    const widest = shrinkable.sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))[0];
    if (widest === undefined) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  while (widths.length > 1 && totalOf(widths) > available) widths.pop();
  return widths;
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
}

function pad(text: string, width: number, { align }: Column): string {
  const spaces = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'right' ? spaces + text : text + spaces;
}
