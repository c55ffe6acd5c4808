import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('npm start shows a failed and a repaired run, and leaves nothing running', async () => {
  const { stdout, exitCode } = await execa('node', ['scripts/start.mjs'], {
    cwd: root,
    stdin: 'ignore',
    env: { NO_COLOR: '1' },
  });

  expect(exitCode).toBe(0);
  // The three runs: the second one fails with the tool's own error.
  expect(stdout).toContain('node-pg-migrate: 21 migrations applied');
  expect(stdout).toContain('node-pg-migrate: cannot drop column unit_price');
  expect(stdout).toContain('node-pg-migrate: 1 migrations applied');
  // What pggit knows: the commits, newest first, and a change with the migration that made it.
  expect(stdout).toMatch(
    /price history, repaired[\s\S]*price history[\s\S]*first release[\s\S]*baseline/,
  );
  expect(stdout).toContain('20251209103344710_keep-price-history');
  expect(stdout).toContain('schema query_cache is in ignore_schemas');

  const server = /postgres:\/\/[^\s']+/.exec(stdout)?.[0];
  expect(server).toBeUndefined();
}, 120_000);
