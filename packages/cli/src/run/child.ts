import { constants } from 'node:os';
import { EXIT } from '../exit-codes.js';
import type { Environment } from './child-environment.js';
import { hasReachedChild, type SignalRelay } from './signals.js';

/** How a command ended. */
export interface Outcome {
  /** Its exit code, as a shell has it: 128 + n for signal n, 126 and 127 where it did not start. */
  readonly exitCode: number;
  /** In words, for a deployment that failed: `exit code 3`, `SIGTERM`. */
  readonly reason: string;
  /** False where there was nothing to run. */
  readonly started: boolean;
}

/**
 * Runs a command in the place of this process: its input, output, terminal and process group are
 * ours, and so are the signals. Never rejects.
 */
export async function runChild(
  [file = '', ...args]: readonly string[],
  environment: Environment,
  signals: SignalRelay,
): Promise<Outcome> {
  // Here and not at the top: other commands do without it.
  const { execa } = await import('execa');
  const child = execa(file, args, {
    stdio: 'inherit',
    env: environment,
    extendEnv: false,
    reject: false,
    buffer: false,
    windowsHide: false,
    // Whoever ends this process by force does not mean the child: what it does is half done then.
    cleanup: false,
    // And no SIGKILL follows a SIGTERM after a while: a migration ends when it ends.
    forceKillAfterDelay: false,
  });
  signals.to((signal) => {
    if (!hasReachedChild(signal)) child.kill(signal);
  });
  const { exitCode, signal, code } = await child;
  if (signal !== undefined) {
    return { exitCode: signalCode(signal), reason: signal, started: true };
  }
  if (exitCode === undefined) {
    const notFound = code === 'ENOENT';
    return {
      exitCode: notFound ? EXIT.notFound : EXIT.notExecutable,
      reason: notFound ? `${file}: command not found` : `${file}: cannot be run (${code})`,
      started: false,
    };
  }
  return { exitCode, reason: `exit code ${exitCode}`, started: true };
}

/** What a shell makes of a program that ended by a signal. */
export function signalCode(signal: NodeJS.Signals): number {
  return 128 + (constants.signals[signal] ?? 0);
}
