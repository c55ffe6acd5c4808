/**
 * A process of its own that ends a server when the process that started it is gone, however that
 * one ended (SIGKILL and crashes run no handlers). Its standard input is a pipe from the owner:
 * when that closes, the owner has ended or has disposed of the server.
 *
 * Usage: node guard.js <data directory> <other directory>...
 */
import { rm } from 'node:fs/promises';
import { isAlive, postmasterPid } from './directories.js';

const directories = process.argv.slice(2);

process.stdin.resume();
process.stdin.once('close', () => {
  void clearAway();
});

async function clearAway(): Promise<void> {
  for (const directory of directories) {
    const pid = await postmasterPid(directory);
    if (pid !== undefined && isAlive(pid)) {
      process.kill(pid, 'SIGQUIT');
      await untilGone(directory, pid);
    }
    await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** A dead process nobody reaps looks alive, so the pid file counts too, and the wait has an end. */
async function untilGone(directory: string, pid: number): Promise<void> {
  const end = Date.now() + 5_000;
  while (isAlive(pid) && Date.now() < end) {
    if ((await postmasterPid(directory)) === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
