import { once } from 'node:events';
import type { ClientBase } from 'pg';
import { startTool } from './run-tool.js';
import type { ContractTool, RunOptions } from './tool.js';
import { othersConnected, sessionsAsleep, until } from './waiting.js';

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
  await until(async () => (await sessionsAsleep(other)).length > 0);
  // Not until its output has ended: a program that it started may go on, and write there.
  const killed = once(running.process, 'exit');
  running.process.kill('SIGKILL');
  await killed;
  await other.query('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [
    await sessionsAsleep(other),
  ]);
  await until(async () => (await othersConnected(other)) === 0);
  if (tool.unlock !== undefined) await other.query(tool.unlock);
}
