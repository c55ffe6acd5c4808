import { describe, expect, it } from 'vitest';
import { actionOf } from './action.js';

describe('actionOf', () => {
  it.each([
    ['redo', 'redo'],
    ['down redo', 'down'],
    ['-m migrations redo', 'redo'],
    ['-m redo up', 'up'],
    ['--migrations-dir=redo up', 'up'],
    ['--dry-run redo', 'redo'],
    ['--dry-run false redo', 'redo'],
    ['--no-lock redo', 'redo'],
    ['--fake --timestamp redo 3', 'redo'],
    ['--verbose redo', 'redo'],
    ['-d DATABASE_URL -t history redo', 'redo'],
    ['-- redo', 'redo'],
    ['--help', undefined],
    ['', undefined],
  ])('%j is %s', (line, expected) => {
    expect(actionOf(line.split(' ').filter((arg) => arg !== ''))).toBe(expected);
  });
});
