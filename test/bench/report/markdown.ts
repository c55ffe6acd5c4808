import type { Spread } from '../measure/statistics.js';
import { type Row, type Section, verdictOf } from './row.js';

/** A section as markdown. `explanation`: what people have written about its missed rows. */
export function renderSection(section: Section, explanation?: string): string {
  return [
    `## ${section.title}`,
    section.method,
    renderRows(section.rows),
    ...(section.details ?? []),
    ...(explanation === undefined ? [] : [explanation.trim()]),
  ].join('\n\n');
}

function renderRows(rows: readonly Row[]): string {
  const hasCpu = rows.some((row) => row.cpu !== undefined);
  const header = ['what', 'at most', 'measured', ...(hasCpu ? ['processor'] : []), ''];
  const lines = rows.map((row) => [
    row.what,
    row.limit === undefined ? '' : `${row.limit} ${row.unit}`,
    renderSpread(row.measured, row.unit),
    ...(hasCpu ? [row.cpu === undefined ? '' : renderSpread(row.cpu, row.unit)] : []),
    verdictOf(row) === 'missed' ? '**missed**' : verdictOf(row),
  ]);
  return renderTable(header, lines);
}

export function renderTable(header: readonly string[], lines: readonly string[][]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [row(header), `|${'---|'.repeat(header.length)}`, ...lines.map(row)].join('\n');
}

/** The median, and in parentheses where the middle half of the sample lies. */
function renderSpread({ median, p25, p75 }: Spread, unit: string): string {
  const middle = p25 === p75 ? '' : ` (${renderNumber(p25)} to ${renderNumber(p75)})`;
  return `${renderNumber(median)} ${unit}${middle}`;
}

/** Three significant digits, and no more than two behind the point. */
export function renderNumber(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text;
}
