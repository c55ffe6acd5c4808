import { once } from 'node:events';
import { execa } from 'execa';
import { BIN, environment, type RunOptions } from '../cli/pggit.js';

/** A `pggit run` that is at work. */
export interface StartedRun {
  readonly pid: number;
  /** Waits until the command has printed this, from now on or before. */
  printed(text: string): Promise<void>;
  /** A line for the command to read. */
  type(line: string): void;
  /** Waits until it has ended. */
  ended(): Promise<{ exitCode: number | undefined; stdout: string; stderr: string }>;
}

/** Starts `pggit run <flags> -- <command>` as the leader of a process group of its own. */
export function startRun(
  command: readonly string[],
  options: RunOptions & { flags?: string[] },
): StartedRun {
  const child = execa(process.execPath, [BIN, 'run', ...(options.flags ?? []), '--', ...command], {
    env: environment(options),
    extendEnv: false,
    reject: false,
    detached: true,
    cleanup: true,
    stdin: 'pipe',
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('pggit run did not start');
  return {
    pid,
    async printed(text) {
      while (!output.includes(text)) {
        if (child.stdout.readableEnded) throw new Error(`it ended without printing ${text}`);
        await Promise.race([once(child.stdout, 'data'), once(child.stdout, 'end')]);
      }
    },
    type: (line) => void child.stdin.write(`${line}\n`),
    async ended() {
      const { exitCode, stdout, stderr } = await child;
      return { exitCode, stdout, stderr };
    },
  };
}
