/**
 * The outcome of a query that must not wait for another session. `statement_timeout` would not do:
 * it does not reach the deferred triggers of a COMMIT, where pggit works.
 *
 * @param milliseconds how long is long, far above what the work takes on a busy machine
 * @throws Error when it takes longer; the query goes on, so end what it waits for
 */
export async function promptly<T>(query: Promise<T>, milliseconds = 2000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`waited more than ${milliseconds} ms for another session`)),
      milliseconds,
    );
  });
  query.catch(() => {});
  try {
    return await Promise.race([query, late]);
  } finally {
    clearTimeout(timer);
  }
}
