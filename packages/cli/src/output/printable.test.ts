import { expect, it } from 'vitest';
import { printable, printableDeep } from './printable.js';

it('shows what steers a terminal instead of sending it', () => {
  expect(printable('\u001b[2J\u0007\u009b\r\u202e')).toBe('\\u001b[2J\\u0007\\u009b\\u000d\\u202e');
  expect(printable('tab\tline\nünïcödé 表')).toBe('tab\tline\nünïcödé 表');
});

it('reaches every text, names of keys included, and nothing else', () => {
  const time = new Date(0);
  expect(printableDeep({ 'a\u0007': ['\u0007', 1, null, time, { b: '\u0007' }] })).toEqual({
    'a\\u0007': ['\\u0007', 1, null, time, { b: '\\u0007' }],
  });
});
