import { once } from 'node:events';
import type { ClientBase } from 'pg';
import { startTool } from './run-tool.js';
import type { ContractTool, RunOptions } from './tool.js';
import { endAsleep, untilAlone, untilAsleep } from './waiting.js';

/**
 * Runs a tool until it is in the middle of a slow migration, and kills it there with all its sessions.
 *
 * @param other a session of the same database
 */
export async function killTool(
  tool: ContractTool,
  run: RunOptions,
  other: ClientBase,
): Promise<void> {
  const running = startTool(tool, run);
  await untilAsleep(other);
  // Not until its output has ended: a program that it started may go on, and write there.
  const killed = once(running.process, 'exit');
  running.process.kill('SIGKILL');
  await killed;
  await endAsleep(other);
  await untilAlone(other);
  if (tool.unlock !== undefined) await other.query(tool.unlock);
}
