/** `npm run bench`: set-up, then the benchmark, which is TypeScript and runs as it stands. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './install.mjs';
import { setUp } from './setup.mjs';

try {
  setUp();
  const { status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join('test', 'bench', 'main.ts'), ...process.argv.slice(2)],
    { cwd: root, stdio: 'inherit' },
  );
  process.exitCode = status ?? 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
