// `npm run generate`: writes everything that is generated and committed. With `--check` nothing is written, and each
// stale file is named.
import { spawnSync } from 'node:child_process';

const GENERATORS = [
  ['npx', 'turbo', 'run', 'build', '--filter=@pggit/testing', '--output-logs=errors-only'],
  ['npm', 'run', '--silent', 'generate', '--workspace=@pggit/core', '--'],
  ['npm', 'run', '--silent', 'reference', '--workspace=@pggit/core', '--'],
  ['npm', 'run', '--silent', 'generate', '--workspace=@pggit/cli', '--'],
];

for (const [index, [command, ...args]] of GENERATORS.entries()) {
  // The first one only builds what the others run on.
  const passed = index === 0 ? [] : process.argv.slice(2);
  const { status } = spawnSync(command, [...args, ...passed], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exitCode = 1;
}
