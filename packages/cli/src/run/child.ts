import { constants } from 'node:os';
import type { Environment } from '../connection/source.js';
import { EXIT } from '../exit-codes.js';
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
 * ours, and so are the signals: one that nobody was told before it runs keeps it from running. Never rejects.
 */
export async function runChild(
  [file = '', ...args]: readonly string[],
  environment: Environment,
  signals: SignalRelay,
): Promise<Outcome> {
  // Here and not at the top: other commands do without it. It finds `npx.cmd` on Windows.
  const { default: spawn } = await import('cross-spawn');
  const { missed } = signals;
  // It would end by it, if it knew of it.
  if (missed !== undefined) return ended(null, missed);
  const child = spawn(file, args, { stdio: 'inherit', env: environment });
  signals.to((signal) => {
    if (!hasReachedChild(signal)) child.kill(signal);
  });
  return new Promise((resolve) => {
    // Once it runs, an error is a signal that it may not be sent, as by `sudo`: it goes on.
    child.on('error', (error) => {
      if (child.pid === undefined) resolve(notStarted(file, error));
    });
    child.once('exit', (code, signal) => resolve(ended(code, signal)));
  });
}

function ended(code: number | null, signal: NodeJS.Signals | null): Outcome {
  if (signal !== null) return { exitCode: signalCode(signal), reason: signal, started: true };
  return { exitCode: code ?? EXIT.error, reason: `exit code ${code}`, started: true };
}

function notStarted(file: string, { code }: NodeJS.ErrnoException): Outcome {
  return code === 'ENOENT'
    ? { exitCode: EXIT.notFound, reason: `${file}: command not found`, started: false }
    : { exitCode: EXIT.notExecutable, reason: `${file}: cannot be run (${code})`, started: false };
}

/** What a shell makes of a program that ended by a signal. */
export function signalCode(signal: NodeJS.Signals): number {
  return 128 + (constants.signals[signal] ?? 0);
}
