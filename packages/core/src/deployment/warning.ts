/** Takes a problem of pggit's own that must not become the caller's. */
export type OnWarning = (problem: Error) => void;

/** Tells Node's `warning` listeners, which print it on stderr unless somebody else is listening. */
export const emitWarning: OnWarning = (problem) => {
  process.emitWarning(problem);
};

/**
 * Runs `work`; a failure goes to `onWarning`.
 *
 * @returns whether it succeeded
 */
export async function orWarn(onWarning: OnWarning, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    onWarning(error instanceof Error ? error : new Error(String(error)));
    return false;
  }
}
