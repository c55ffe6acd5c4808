/** A failure as PostgreSQL reports it; `detail` is parsed, because pggit's is JSON for programs. */
export interface Failure {
  code: string;
  message: string;
  hint: string;
  detail: Record<string, unknown>;
}

/**
 * The failure of a query that has to fail.
 *
 * @throws Error when it does not
 */
export async function failureOf(query: Promise<unknown>): Promise<Failure> {
  const error = await query.then(
    () => undefined,
    (reason) => reason,
  );
  if (error === undefined) throw new Error('the query was expected to fail and did not');
  const { code, message, hint = '', detail } = error;
  return { code, message, hint, detail: code?.startsWith('PG') ? JSON.parse(detail) : {} };
}
