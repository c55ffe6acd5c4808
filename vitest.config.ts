import { defineConfig } from 'vitest/config';

/**
 * One project without a database (`unit`) and one for each PostgreSQL major asked for by
 * PGGIT_TEST_PG_VERSIONS, so that a unit test never waits for a server.
 */
const versions = (process.env.PGGIT_TEST_PG_VERSIONS ?? '17')
  .split(',')
  .map((version) => version.trim())
  .filter((version) => version !== '');

const databaseTests = ['test/**/*.test.ts', 'packages/*/src/**/*.db.test.ts'];

export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts'],
          exclude: ['packages/*/src/**/*.db.test.ts', '**/node_modules/**'],
        },
      },
      ...versions.map((version) => ({
        test: {
          name: `postgres ${version}`,
          include: databaseTests,
          globalSetup: ['./packages/testing/dist/vitest/global-setup.js'],
          env: { PGGIT_TEST_PG_MAJOR: version },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      })),
    ],
  },
});
