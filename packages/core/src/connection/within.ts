/** Stands for an answer that did not come in time. */
export const LATE = Symbol('late');

/**
 * What `work` resolves to, or `LATE`; then nobody hears any more how it ended.
 *
 * @param milliseconds undefined waits for ever
 */
export async function within<T>(
  milliseconds: number | undefined,
  work: Promise<T>,
): Promise<T | typeof LATE> {
  if (milliseconds === undefined) return work;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}
