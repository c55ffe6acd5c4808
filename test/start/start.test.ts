import { fileURLToPath } from 'node:url';
import { flyway, liquibase } from '@pggit/testing';
import { execa } from 'execa';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const hasJvmTools = (await flyway()) !== undefined && (await liquibase()) !== undefined;

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
  if (hasJvmTools) {
    for (const [tool, run] of [
      ['Flyway', 'flyway migrate'],
      ['Liquibase', 'liquibase update'],
    ]) {
      expect(stdout).toContain(`${tool}: ERROR: cannot drop column unit_price`);
      expect(stdout).toMatch(new RegExp(`${run} +completed.*\\n.*${run} +failed`));
    }
    expect(stdout).toMatch(/([0-9a-f]{64}) {2}node-pg-migrate\n\1 {2}Flyway\n\1 {2}Liquibase/);
  }

  const server = /postgres:\/\/[^\s']+/.exec(stdout)?.[0];
  expect(server).toBeUndefined();
}, 120_000);

it('npm start says in one line what it leaves out without Java', async () => {
  const grow = "import('./scripts/start/jvm-tools.mjs').then((tools) => tools.growWithJvmTools())";
  const { stdout, stderr } = await execa('node', ['-e', grow], {
    cwd: root,
    env: { JAVA_HOME: '/nowhere', CI: '', NO_COLOR: '1' },
  });
  expect(stdout.trim()).toBe('== The same database, grown by Flyway and by Liquibase');
  expect(stderr).toBe(
    'SKIPPED, Flyway 12 cannot run: no Java in JAVA_HOME (/nowhere), 17 is needed',
  );
});
