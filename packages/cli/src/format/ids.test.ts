import { expect, it } from 'vitest';
import { shortener } from './ids.js';

it('cuts ids as long as they stay apart', () => {
  const one = '0a1b2c3d-0000-4000-8000-000000000001';
  const alike = '0a1b2c3d-1111-4000-8000-000000000001';
  expect(shortener([one, one])(one)).toBe('0a1b2c3d');
  expect(shortener([one, alike])(alike)).toBe('0a1b2c3d-1111');
  expect(shortener([])(null)).toBe('');
});
