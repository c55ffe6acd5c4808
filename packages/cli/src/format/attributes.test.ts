import { expect, it } from 'vitest';
import { styleOf } from '../output/style.js';
import { attributeLines } from './attributes.js';

const style = styleOf({ write: () => true });
const lines = (attributes: Record<string, [unknown, unknown]> | null) =>
  attributeLines(attributes, style);

it('shows values as they read best', () => {
  expect(
    lines({
      'columns.total.type': ['numeric(10,2)', 'numeric(12,2)'],
      'columns.note': [null, { type: 'text', not_null: true }],
      values: [['a', 'b'], ['a']],
      comment: ['one', null],
      'two\nlines': [1, false],
    }),
  ).toEqual([
    'columns.total.type: numeric(10,2) -> numeric(12,2)',
    'columns.note: (none) -> {type: text, not_null: true}',
    'values: [a, b] -> [a]',
    'comment: one -> (none)',
    'two\\nlines: 1 -> false',
  ]);
  expect(lines(null)).toEqual([]);
});

it('shows texts of several lines as a difference', () => {
  expect(lines({ body: ['\nselect 1\n', null], query: ['a', 'a\nb'] })).toEqual([
    'body:',
    '  -',
    '  - select 1',
    '  -',
    'query:',
    '    a',
    '  + b',
  ]);
});
