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

const everywhere = {
  // A process for each file, with the same imports in each, took more of a processor than the tests
  // of many a file. What a test stubs, it takes back, and no module keeps anything of a test.
  isolate: false,
};

export default defineConfig({
  test: {
    // One more than there are processors: some tests only wait, for a grace period or for a program. Not
    // so many that the sessions of all come near max_connections.
    maxWorkers: Math.min(availableParallelism(), 8) + 1,
    projects: [
      {
        // Without a server, so that a unit test never waits for one.
        test: {
          ...everywhere,
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts'],
          exclude: ['packages/*/src/**/*.db.test.ts', '**/node_modules/**'],
        },
      },
      ...databaseProjects.map((project) => ({
        test: {
          ...everywhere,
          ...project,
          include: databaseTests,
          globalSetup: ['./packages/testing/dist/vitest/global-setup.js'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // A state of the server that a test waits for comes late on a busy machine.
          expect: { poll: { timeout: 20_000 } },
        },
      })),
    ],
  },
});
