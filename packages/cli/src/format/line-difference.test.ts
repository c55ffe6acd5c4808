import { describe, expect, it } from 'vitest';
import { lineDifference } from './line-difference.js';

const lines = (...texts: string[]) => texts.join('\n');

describe('lineDifference', () => {
  it('shows the lines that differ with two around them', () => {
    const before = lines('1', '2', '3', 'old', '5', '6', '7');
    const after = lines('1', '2', '3', 'new', 'newer', '5', '6', '7');
    expect(lineDifference(before, after)).toEqual([
      '  2',
      '  3',
      '- old',
      '+ new',
      '+ newer',
      '  5',
      '  6',
    ]);
  });

  it('does not take a repeated line for the beginning and the end', () => {
    expect(lineDifference(lines('a', 'a'), lines('a', 'a', 'a'))).toEqual(['  a', '  a', '+ a']);
    expect(lineDifference(lines('a', 'a', 'a'), 'a')).toEqual(['  a', '- a', '- a']);
  });

  it('shows a text that came or went whole', () => {
    expect(lineDifference('', lines('a', 'b'))).toEqual(['+ a', '+ b']);
    expect(lineDifference(lines('a', 'b'), '')).toEqual(['- a', '- b']);
  });

  it('shows a blank line that differs, and none around it', () => {
    expect(lineDifference(lines('', 'a', ''), lines('', 'a', '', ''))).toEqual(['  a', '+']);
  });
});
