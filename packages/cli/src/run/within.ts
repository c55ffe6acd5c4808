/** Something that was waited for did not come in time. */
export class TooLateError extends Error {
  constructor(what: string, milliseconds: number) {
    super(`${what} took more than ${milliseconds / 1000} s`);
    this.name = 'TooLateError';
  }
}

/**
 * The result of `work`, if it comes in time.
 *
 * @param milliseconds undefined waits for ever
 * @param what completes "… took more than 5 s"
 * @throws TooLateError, and whatever `work` rejects with
 */
export async function within<T>(
  milliseconds: number | undefined,
  what: string,
  work: Promise<T>,
): Promise<T> {
  if (milliseconds === undefined) return work;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLateError(what, milliseconds)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    // When it was late, nobody is left to hear how it failed.
    work.catch(() => {});
  }
}
