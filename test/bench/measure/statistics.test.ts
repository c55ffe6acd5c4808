import { describe, expect, it } from 'vitest';
import { lineThrough, mapSpread, quantile, spreadOf } from './statistics.js';

describe('a spread', () => {
  it('has the middle value and the quarters, whatever the order of the sample', () => {
    expect(spreadOf([5, 1, 4, 2, 3])).toEqual({ median: 3, p25: 2, p75: 4 });
  });

  it('lies between neighbours when the sample is even', () => {
    expect(spreadOf([1, 2, 3, 4])).toEqual({ median: 2.5, p25: 1.75, p75: 3.25 });
  });

  it('of one value is that value', () => {
    expect(spreadOf([7])).toEqual({ median: 7, p25: 7, p75: 7 });
  });

  it('sorts numbers as numbers', () => {
    expect(quantile([10, 9, 100], 0.5)).toBe(10);
  });

  it('does not exist for nothing', () => {
    expect(() => spreadOf([])).toThrow(RangeError);
  });

  it('takes on another unit', () => {
    expect(mapSpread(spreadOf([1, 2, 3]), (value) => value * 1000)).toEqual({
      median: 2000,
      p25: 1500,
      p75: 2500,
    });
  });
});

describe('a line', () => {
  it('goes through points that lie on one', () => {
    expect(
      lineThrough([
        [1, 5],
        [2, 7],
        [10, 23],
      ]),
    ).toEqual({ slope: 2, intercept: 3 });
  });

  it('is not tilted by one point that is far off', () => {
    const points = [1, 2, 3, 4, 5, 6, 7].map((x) => [x, x === 4 ? 400 : 2 * x] as const);
    expect(lineThrough(points)).toEqual({ slope: 2, intercept: 0 });
  });

  it('takes several measurements at one place', () => {
    expect(
      lineThrough([
        [1, 1],
        [1, 1],
        [2, 2],
      ]),
    ).toEqual({ slope: 1, intercept: 0 });
  });

  it('needs two places', () => {
    expect(() =>
      lineThrough([
        [1, 1],
        [1, 2],
      ]),
    ).toThrow(RangeError);
  });
});
