import { expect, it } from 'vitest';
import { duration, longTime, shortTime } from './time.js';

it.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [1000, '1 s'],
  [59_999, '59 s'],
  [3_599_999, '59 min'],
  [90_000_000, '1 d'],
])('%i milliseconds are %s', (milliseconds, text) => {
  expect(duration(new Date(0), new Date(milliseconds))).toBe(text);
});

it('has nothing to say of what has not happened', () => {
  expect([duration(new Date(0), null), shortTime(null)]).toEqual(['', '']);
});

it('writes local time with its zone', () => {
  const time = new Date(2026, 0, 2, 3, 4, 5);
  expect(shortTime(time)).toBe('2026-01-02 03:04');
  expect(longTime(time)).toMatch(/^2026-01-02 03:04:05 [+-]\d\d:\d\d$/);
  expect(new Date(longTime(time)).getTime()).toBe(time.getTime());
});
