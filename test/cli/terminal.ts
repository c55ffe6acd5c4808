import { platform } from 'node:os';
import { execa, execaSync } from 'execa';
import { BIN, environment, type RunOptions } from './pggit.js';

/** Whether util-linux' `script` is here, which runs a program in a terminal of its own. */
export const hasTerminal =
  platform() === 'linux' &&
  execaSync('script', ['--version'], { reject: false }).stdout.includes('util-linux');

/** Runs the command at a terminal of 80 columns, where `input` is typed; `screen` is all it shows. */
export async function runInTerminal(args: readonly string[], options: RunOptions) {
  const command = [process.execPath, BIN, ...args].map((word) => `'${word}'`).join(' ');
  const { stdout, exitCode } = await execa(
    'script',
    ['--quiet', '--return', '--command', `stty cols 80; ${command}`, '/dev/null'],
    {
      env: { TERM: 'xterm', ...environment(options) },
      extendEnv: false,
      reject: false,
      ...(options.input === undefined ? {} : { input: options.input }),
    },
  );
  return { screen: stdout.replaceAll('\r\n', '\n'), exitCode };
}
