import { writeFileSync } from 'node:fs';

/**
 * A Vitest reporter that writes `{ passed, failed, skipped }` to the file PGGIT_TEST_COUNTS names.
 *
 * A file that could not be loaded, a hook that failed and an error outside of any test have no
 * failed test to their name. Each such file, and each such error, counts as one failure.
 */
export default class CountReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      const failedBefore = counts.failed;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state in counts ? state : 'skipped'] += 1;
      }
      if (!module.ok() && counts.failed === failedBefore) counts.failed += 1;
    }
    writeFileSync(process.env.PGGIT_TEST_COUNTS, JSON.stringify(counts));
  }
}
