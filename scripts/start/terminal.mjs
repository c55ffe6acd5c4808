import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';

export const cli = fileURLToPath(new URL('../../packages/cli/dist/index.js', import.meta.url));

export const terminal = Boolean(process.stdin.isTTY && process.stdout.isTTY);

/** A heading between the steps of the story. */
export function step(text) {
  const heading = `== ${text}`;
  console.log(`\n${terminal ? styleText('bold', heading) : heading}`);
}

/** Runs the pggit command and prints the command with what it says. */
export function show({ url, cwd }, ...args) {
  console.log(`$ pggit ${args.join(' ')}`);
  spawnSync(process.execPath, [cli, ...args], {
    cwd,
    env: { ...process.env, PGGIT_DATABASE_URL: url },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
