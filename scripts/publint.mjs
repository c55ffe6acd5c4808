/** Lints every public package as npm would publish it. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './install.mjs';

const packages = readdirSync(join(root, 'packages'))
  .map((name) => join(root, 'packages', name))
  .filter((path) => !JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')).private);

for (const path of packages) {
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'publint', 'src', 'cli.js'), path, '--strict'],
    { stdio: 'inherit' },
  );
  if (status !== 0) process.exitCode = 1;
}
