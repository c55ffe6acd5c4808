import { createInterface } from 'node:readline/promises';

/** Asks on the terminal; only `y` and `yes` are a yes, the end of the input is a no. */
export async function confirm(question: string): Promise<boolean> {
  // On stderr: stdout is for data.
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
    const answer = await Promise.race([terminal.question(`${question} [y/N] `), closed]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
