/**
 * `npm test`: set-up, then every test (or what the arguments name, as for `vitest run`). The last
 * line is always the count, `123 passed, 0 failed`, whatever else printed before it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './install.mjs';
import { setUp } from './setup.mjs';

const NOTHING_RAN = { passed: 0, failed: 1, skipped: 0 };

const { passed, failed, skipped } = isSetUp() ? runTests(process.argv.slice(2)) : NOTHING_RAN;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;

function isSetUp() {
  try {
    setUp();
    return true;
  } catch (error) {
    console.error(error.message);
    return false;
  }
}

function runTests(filters) {
  const directory = mkdtempSync(join(tmpdir(), 'pggit-counts-'));
  const counts = join(directory, 'counts.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporter = join(root, 'scripts', 'count-reporter.mjs');
  try {
    const { status } = spawnSync(
      process.execPath,
      [vitest, 'run', '--reporter=default', `--reporter=${reporter}`, ...filters],
      { cwd: root, stdio: 'inherit', env: { ...process.env, PGGIT_TEST_COUNTS: counts } },
    );
    const counted = readCounts(counts);
    // A run that went wrong in any way has not passed, whatever its tests say.
    return status === 0 ? counted : { ...counted, failed: Math.max(1, counted.failed) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return NOTHING_RAN; // Vitest did not come to the end of the run
  }
}
