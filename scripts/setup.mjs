/** Makes a checkout ready to run: installs what is missing, then builds what has changed. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, root, run } from './install.mjs';

/** @throws Error when a step failed; what went wrong is on the terminal already */
export function setUp() {
  install();
  run(join(root, 'node_modules', '.bin', 'turbo'), [
    'run',
    'build',
    '--output-logs=errors-only',
    '--log-order=grouped',
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    setUp();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
