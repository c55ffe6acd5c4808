/** The middle of a sample and where its middle half lies. */
export interface Spread {
  readonly median: number;
  readonly p25: number;
  readonly p75: number;
}

/** @throws RangeError for an empty sample */
export function spreadOf(sample: readonly number[]): Spread {
  return {
    median: quantile(sample, 0.5),
    p25: quantile(sample, 0.25),
    p75: quantile(sample, 0.75),
  };
}

/**
 * The value below which a share of the sample lies, interpolated between neighbours.
 *
 * @throws RangeError for an empty sample
 */
export function quantile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError('an empty sample');
  return below + (above - below) * (position - Math.floor(position));
}

export interface Line {
  readonly slope: number;
  readonly intercept: number;
}

/**
 * The line through points by Theil and Sen: the median of all slopes between two points, so that a
 * few points the machine has disturbed do not tilt it.
 *
 * @throws RangeError for fewer than two different x
 */
export function lineThrough(points: readonly (readonly [x: number, y: number])[]): Line {
  const slopes = points.flatMap(([x, y], index) =>
    points
      .slice(index + 1)
      .filter(([otherX]) => otherX !== x)
      .map(([otherX, otherY]) => (otherY - y) / (otherX - x)),
  );
  const slope = quantile(slopes, 0.5);
  const intercepts = points.map(([x, y]) => y - slope * x);
  return { slope, intercept: quantile(intercepts, 0.5) };
}

/** The spread of each value divided by, or otherwise changed with, something fixed. */
export function mapSpread(spread: Spread, change: (value: number) => number): Spread {
  return { median: change(spread.median), p25: change(spread.p25), p75: change(spread.p75) };
}
