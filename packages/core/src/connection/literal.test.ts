import { expect, it } from 'vitest';
import { literal } from './literal.js';

it.each([
  ['plain', "'plain'"],
  ["it's", "'it''s'"],
  ['back\\slash', "E'back\\\\slash'"],
  ["both \\ and '", "E'both \\\\ and '''"],
])('quotes %s', (text, quoted) => {
  expect(literal(text)).toBe(quoted);
});
