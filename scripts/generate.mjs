// `npm run generate`: writes everything that is generated and committed. With `--check` nothing is written, and each
// stale file is named.
import { spawnSync } from 'node:child_process';

/** What the generators after it run on. */
const build = (packages) => [
  ...['npx', 'turbo', 'run', 'build', `--filter=${packages}`, '--output-logs=errors-only'],
];

const GENERATORS = [
  build('@pggit/testing'),
  ['npm', 'run', '--silent', 'generate', '--workspace=@pggit/core', '--'],
  ['npm', 'run', '--silent', 'reference', '--workspace=@pggit/core', '--'],
  build('@pggit/cli^...'),
  ['npm', 'run', '--silent', 'generate', '--workspace=@pggit/cli', '--'],
];

for (const [command, ...args] of GENERATORS) {
  const passed = command === 'npm' ? process.argv.slice(2) : [];
  const { status } = spawnSync(command, [...args, ...passed], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exitCode = 1;
}
