import { existsSync } from 'node:fs';
import pg from 'pg';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useDatabase } from '../vitest/use-database.js';
import { pgBouncer } from './pgbouncer.js';

const program = await pgBouncer();

describe('pgBouncer', () => {
  const db = useDatabase({ engine: false });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it.skipIf(program === undefined)('stands before a database until it is stopped', async () => {
    const pooler = await program?.start(db.url, { mode: 'transaction' });
    const client = new pg.Client(pooler?.url);
    client.on('error', () => {});
    await client.connect();
    const { rows } = await client.query(
      'select current_database() as name, pg_backend_pid() as pid',
    );
    expect(rows).toMatchObject([{ name: db.name }]);
    expect(rows[0].pid).not.toBe((client as { processID?: number }).processID);
    await client.end();
    await pooler?.stop();
    await expect(new pg.Client(pooler?.url).connect()).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  it('is skipped with one line where there is none, and fails in CI', async () => {
    const missing = '/nonexistent/pgbouncer';
    expect(existsSync(missing)).toBe(false);
    vi.stubEnv('PGGIT_TEST_PGBOUNCER', missing);
    vi.stubEnv('CI', '');
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(await pgBouncer()).toBeUndefined();
    expect(said.mock.calls).toEqual([
      [expect.stringMatching(/^SKIPPED, PGGIT_TEST_PGBOUNCER is /)],
    ]);
    vi.stubEnv('CI', 'true');
    await expect(pgBouncer()).rejects.toThrow(/^PGGIT_TEST_PGBOUNCER is /);
  });
});
