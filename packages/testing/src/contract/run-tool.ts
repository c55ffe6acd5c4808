import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { ContractTool, Outcome, RunOptions } from './tool.js';

/** A run that goes on. */
interface RunningTool {
  readonly process: ChildProcess;
  readonly outcome: Promise<Outcome>;
}

/** Starts a tool with nothing of the environment of whoever runs the tests. */
export function startTool(tool: ContractTool, run: RunOptions): RunningTool {
  const { file, args, env } = tool.command(run);
  const child = spawn(file, args, {
    cwd: run.directory,
    env: { PATH: process.env.PATH ?? '', TZ: 'UTC', DATABASE_URL: run.url, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const outcome = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([[exitCode], stdout, stderr]): Outcome => ({ exitCode, stdout, stderr }),
  );
  return { process: child, outcome };
}

/** Runs a tool to its end, whatever that is. */
export function runTool(tool: ContractTool, run: RunOptions): Promise<Outcome> {
  return startTool(tool, run).outcome;
}

/** The lines that pggit said, without its name in front of them. */
export function saidBy({ stderr }: Outcome): string[] {
  const lines = stderr.split('\n').filter((line) => line.startsWith('pggit: '));
  return lines.map((line) => line.slice('pggit: '.length));
}

/**
 * What the tool itself said and how it ended, without what differs from run to run, and without the
 * frames of stack traces: an adapter is among the callers.
 */
export function toolsOwn(tool: ContractTool, { exitCode, stdout, stderr }: Outcome) {
  const own = (output: string) => {
    const lines = output.split('\n').filter((line) => !line.startsWith('pggit: '));
    const text = lines.join('\n').replaceAll(/\n +at .+?(?=( \{)?(\n|$))/g, '');
    return tool.normalise?.(text) ?? text;
  };
  return { exitCode, stdout: own(stdout), stderr: own(stderr) };
}
