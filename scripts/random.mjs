/**
 * `npm run test:random`: a walk through random DDL, of any length and seed, on any of the majors:
 * `npm run test:random -- --steps 5000 --seed 7 --postgres 15,18`. Without a seed it takes a new one,
 * and prints it.
 */
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './install.mjs';
import { setUp } from './setup.mjs';

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
    postgres: { type: 'string', default: process.env.PGGIT_TEST_PG_VERSIONS || '17' },
  },
});

setUp();
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', 'test/sql/oracle/walk.test.ts', '--disable-console-intercept=true'],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      PGGIT_TEST_STEPS: values.steps,
      PGGIT_TEST_SEED: values.seed,
      PGGIT_TEST_PG_VERSIONS: values.postgres,
    },
  },
);
process.exitCode = status ?? 1;
