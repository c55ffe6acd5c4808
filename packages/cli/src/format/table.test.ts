import { describe, expect, it } from 'vitest';
import { styleOf } from '../output/style.js';
import { table } from './table.js';

const style = styleOf({ write: () => true });
const columns = [
  { title: 'NAME', shrinks: true },
  { title: 'N', align: 'right' as const },
  { title: 'NOTE' },
];
const draw = (rows: string[][], width?: number) =>
  table(columns, rows, { style, width, verbose: false }).split('\n');

describe('table', () => {
  it('aligns columns and leaves no space at the end of a line', () => {
    expect(
      draw([
        ['a', '1', 'x'],
        ['longer', '100', ''],
      ]),
    ).toEqual(['NAME      N  NOTE', 'a         1  x', 'longer  100']);
  });

  it('aligns what a terminal shows wide or not at all', () => {
    expect(
      draw([
        ['表', '1', 'x'],
        ['e\u0301', '1', 'x'],
        ['ab', '1', 'x'],
      ]),
    ).toEqual(['NAME  N  NOTE', '表    1  x', 'e\u0301     1  x', 'ab    1  x']);
  });

  it('keeps a row on its line', () => {
    expect(draw([['two\n  lines', '1', '']])[1]).toBe('two lines  1');
  });

  it('cuts what may shrink to the width, and leaves out columns where that is not enough', () => {
    const row = ['a name of some length', '12', 'a note that stays'];
    expect(draw([row])[1]).toBe('a name of some length  12  a note that stays');
    expect(draw([row], 35)[1]).toBe('a name of s…  12  a note that stays');
    expect(draw([row], 20)).toEqual(['NAME       N', 'a name …  12']);
    expect(draw([row], 3)).toEqual(['NAME', 'a name …']);
  });
});
