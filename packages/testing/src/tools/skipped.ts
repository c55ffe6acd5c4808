/**
 * Says in one line why tests are skipped.
 *
 * @throws Error that says it in CI, where a test must not disappear unseen
 */
export function skipped(message: string, cause?: unknown): undefined {
  if (process.env.CI === 'true') throw new Error(message, { cause });
  console.error(`SKIPPED, ${message}`);
}
