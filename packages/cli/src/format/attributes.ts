import type { Style } from '../output/style.js';
import { lineDifference } from './line-difference.js';
import { oneLine } from './text.js';

/** `columns.total.type: numeric(10,2) -> numeric(12,2)`, one line an attribute; texts of several lines as a difference. */
export function attributeLines(
  attributes: Readonly<Record<string, readonly [unknown, unknown]>> | null,
  style: Style,
): string[] {
  return Object.entries(attributes ?? {}).flatMap(([path, [before, after]]) => {
    if (!isLong(before) && !isLong(after)) {
      return [`${oneLine(path)}: ${inline(before)} -> ${inline(after)}`];
    }
    const lines = lineDifference(asText(before), asText(after)).map((line) => `  ${line}`);
    return [`${oneLine(path)}:`, ...lines.map((line) => coloured(line, style))];
  });
}

/** A value as it reads best on one line; the quotes of JSON are noise here. */
function inline(value: unknown): string {
  if (value === null || value === undefined) return '(none)';
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object') return oneLine(String(value));
  const parts = Object.entries(value).map(([key, part]) => `${key}: ${inline(part)}`);
  return `{${parts.join(', ')}}`;
}

function isLong(value: unknown): value is string {
  return typeof value === 'string' && value.includes('\n');
}

function asText(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

function coloured(line: string, style: Style): string {
  if (line.startsWith('  +')) return style.green(line);
  return line.startsWith('  -') ? style.red(line) : line;
}
