/**
 * `npm test`: set-up, then every test (or what the arguments name, as for `vitest run`). The last
 * line is always the count, `123 passed, 0 failed`, whatever else printed before it.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, setUp } from './setup.mjs';

setUp();

const reports = mkdtempSync(join(tmpdir(), 'pggit-report-'));
const report = join(reports, 'vitest.json');
try {
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...process.argv.slice(2),
    ],
    { cwd: root, stdio: 'inherit' },
  );
  const { passed, failed, skipped } = count(report, status === 0);
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exitCode = failed > 0 ? 1 : 0;
} finally {
  rmSync(reports, { recursive: true, force: true });
}

/**
 * A file that could not be loaded, a hook that failed and an error outside of any test have no
 * test to their name. Each such file counts as one failure, and a run that went wrong in any way
 * never counts none.
 */
function count(file, succeeded) {
  let results;
  try {
    results = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }; // the run did not come as far as its report
  }
  const brokenFiles = results.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = results.numFailedTests + brokenFiles.length;
  return {
    passed: results.numPassedTests,
    failed: succeeded ? failed : Math.max(1, failed),
    skipped: results.numPendingTests + results.numTodoTests,
  };
}
