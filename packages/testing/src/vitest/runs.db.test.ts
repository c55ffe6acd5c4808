import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isolatedServer } from '@pggit/testing';
import { describe, expect, it } from 'vitest';

const config = fileURLToPath(new URL('../../fixtures/vitest.config.ts', import.meta.url));
const vitest = join(
  dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);

/** Runs one of the fixtures as a run of its own, against the server at `url`. */
function runFixture(name: string, url: string): Promise<{ code: number; output: string }> {
  const env = { ...process.env, PGGIT_TEST_PG: url, NO_COLOR: '1' };
  return new Promise((resolve) => {
    const args = [vitest, 'run', '--config', config, name];
    execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr });
    });
  });
}

// A server of its own: what a run leaves behind could not be told from what other runs hold.
describe('a run on a server that outlives it', () => {
  const server = isolatedServer();

  async function leftovers(): Promise<{ databases: string[]; roles: string[] }> {
    const client = await server.connect();
    const databases = await client.query(
      `select datname from pg_database where datname ~ '^pggit_[0-9a-f]{8}_'`,
    );
    const roles = await client.query(
      `select rolname from pg_roles where rolname ~ '^pggit_[0-9a-f]{8}_'`,
    );
    return {
      databases: databases.rows.map((row) => row.datname),
      roles: roles.rows.map((row) => row.rolname),
    };
  }

  it('leaves nothing behind, and neither does a second one at the same time', async () => {
    const runs = await Promise.all([
      runFixture('passing', server.url),
      runFixture('passing', server.url),
    ]);
    expect(runs.map((run) => run.code)).toEqual([0, 0]);
    expect(await leftovers()).toEqual({ databases: [], roles: [] });
  });

  it('keeps the database of a failed test and prints its name and URL', async () => {
    const { code, output } = await runFixture('failing', server.url);
    const { databases } = await leftovers();
    expect(code).toBe(1);
    expect(databases).toHaveLength(1);
    const url = server.url.replace(/postgres$/, `${databases[0]}`);
    expect(output).toContain(
      `kept database ${databases[0]} of failed test "fails on purpose": ${url}`,
    );
    const client = await server.connect(url);
    const { rows } = await client.query(`select to_regclass('evidence') is not null as kept`);
    expect(rows).toEqual([{ kept: true }]);
  });
});
