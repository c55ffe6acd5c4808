/** Packages of Debian's, for what npm does not have. Node built-ins only. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Whether a program is there and runs. */
export function runs(program, argument = '--version') {
  return spawnSync(program, [argument]).status === 0;
}

/** @throws Error where this is no Debian, nor root on one, or an installation fails */
export function installPackages(...packages) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(`missing, and only root on Debian installs it here: ${packages.join(', ')}`);
  }
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', ...packages]]) {
    const { status, stderr } = spawnSync('apt-get', ['--quiet=2', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`apt-get ${args[0]} failed:\n${stderr}`);
  }
}
