import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cost } from './cost.js';
import { endedTime } from './process-time.js';

/** The kernel counts ended processes a moment after they are gone. */
const SETTLE = 150;

/**
 * Runs a program that works on a server and says what that took from its start to its end: on the
 * clock, and on processors, where the program and its backends (children of `postmaster`) count
 * together.
 *
 * @throws Error when the program fails
 */
export async function programCost(
  postmaster: number,
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Cost> {
  // Whatever ended just before is not this program's.
  await pause(SETTLE);
  const cpuBefore = endedTime(postmaster);
  const before = performance.now();
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const [code] = await once(child, 'close');
  const wall = performance.now() - before;
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${errors.slice(-2_000)}`);
  await pause(SETTLE);
  const cpuAfter = endedTime(postmaster);
  return {
    wall,
    cpu: cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore,
  };
}
