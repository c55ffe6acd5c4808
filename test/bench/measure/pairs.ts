/** One measurement of each of two variants, made right after one another. */
export interface Pair<T> {
  readonly captured: T;
  readonly plain: T;
}

/**
 * Measures two variants `count` times in alternating order, so that whatever drifts (the machine, a
 * growing catalog) weighs on both alike.
 */
export async function alternate<T>(
  count: number,
  captured: (round: number) => Promise<T>,
  plain: (round: number) => Promise<T>,
): Promise<Pair<T>[]> {
  const pairs: Pair<T>[] = [];
  for (let round = 0; round < count; round += 1) {
    const pair = await onePair(
      round,
      () => captured(round),
      () => plain(round),
    );
    pairs.push(pair);
  }
  return pairs;
}

/** One pair; even rounds begin with the captured variant. */
export async function onePair<T>(
  round: number,
  captured: () => Promise<T>,
  plain: () => Promise<T>,
): Promise<Pair<T>> {
  if (round % 2 === 0) return { captured: await captured(), plain: await plain() };
  const first = await plain();
  return { captured: await captured(), plain: first };
}
