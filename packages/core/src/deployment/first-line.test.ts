import { expect, it } from 'vitest';
import { firstLine } from './first-line.js';

it.each([
  [new Error('relation "x" does not exist\nLINE 1: select'), 'relation "x" does not exist'],
  [new Error('\n  indented'), 'indented'],
  ['a text', 'a text'],
  [undefined, 'undefined'],
])('takes the first line of %s', (error, line) => {
  expect(firstLine(error)).toBe(line);
});

it('shortens a line that is too long to read', () => {
  expect(firstLine(new Error('x'.repeat(2000)))).toHaveLength(500);
});
