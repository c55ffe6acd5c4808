import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** A server of somebody else's has the major it has. */
const isOwnServer = /^postgres(ql)?:/.test(process.env.PGGIT_TEST_PG ?? '');

/** The database tests run once for each major in PGGIT_TEST_PG_VERSIONS, a list such as `15,17`. */
const majors = (process.env.PGGIT_TEST_PG_VERSIONS || '17').split(',').map((major) => major.trim());

const databaseTests = ['test/**/*.test.ts', 'packages/*/src/**/*.db.test.ts'];

const databaseProjects = isOwnServer
  ? [{ name: 'postgres', env: {} }]
  : majors.map((major) => ({ name: `postgres ${major}`, env: { PGGIT_TEST_PG_MAJOR: major } }));

export default defineConfig({
  test: {
    // Vitest leaves a processor free for itself, which on two processors halves the speed: much of a
    // test's time is spent waiting for the server or for a program.
    maxWorkers: Math.max(2, availableParallelism()),
    // A process for each file and the same imports in each of them took more of a processor than
    // many a file's tests. What a test stubs, it takes back; no module keeps anything of a test.
    isolate: false,
    projects: [
      {
        // Without a server, so that a unit test never waits for one.
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts'],
          exclude: ['packages/*/src/**/*.db.test.ts', '**/node_modules/**'],
        },
      },
      ...databaseProjects.map((project) => ({
        test: {
          ...project,
          include: databaseTests,
          globalSetup: ['./packages/testing/dist/vitest/global-setup.js'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // A state of the server that a test waits for comes late on a busy machine.
          expect: { poll: { timeout: 20_000 } },
        },
      })),
    ],
  },
});
