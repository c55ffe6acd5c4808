/**
 * A process of its own that ends a server when the process that started it is gone, however that
 * one ended (SIGKILL and crashes run no handlers). Its standard input is a pipe from the owner:
 * when that closes, the owner has ended or has disposed of the server.
 *
 * Usage: node guard.js <server directory>
 */
import { rm } from 'node:fs/promises';
import { isAlive, postmasterPid } from './data-directory.js';

const directory = process.argv[2];
if (directory === undefined) throw new Error('usage: guard.js <server directory>');

process.stdin.resume();
process.stdin.once('close', () => {
  void clearAway(directory);
});

async function clearAway(serverDirectory: string): Promise<void> {
  const pid = await postmasterPid(serverDirectory);
  if (pid !== undefined && isAlive(pid)) {
    process.kill(pid, 'SIGQUIT');
    await untilGone(serverDirectory, pid);
  }
  await rm(serverDirectory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** A dead process nobody reaps looks alive, so the pid file counts too, and the wait has an end. */
async function untilGone(serverDirectory: string, pid: number): Promise<void> {
  const end = Date.now() + 5_000;
  while (isAlive(pid) && Date.now() < end) {
    if ((await postmasterPid(serverDirectory)) === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
