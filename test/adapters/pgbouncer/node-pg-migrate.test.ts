import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunnerOptions, runner } from '@pggit/node-pg-migrate';
import { useDatabase } from '@pggit/testing';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environment } from '../../cli/pggit.js';
import { notices, QUIET } from '../node-pg-migrate/quiet.js';
import {
  program,
  recorded,
  SESSION,
  SHARED,
  STATEMENT,
  TRANSACTION,
  tablesOf,
  usePooler,
} from './pooler.js';

const BIN = fileURLToPath(
  new URL('../../../packages/node-pg-migrate/dist/cli/bin.js', import.meta.url),
);

describe.skipIf(program === undefined)('node-pg-migrate through PgBouncer', () => {
  const db = useDatabase({ per: 'test' });
  const pooled = usePooler(db);
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'pggit-pooled-'));
    await writeFile(
      join(dir, '1_orders.sql'),
      '-- Up Migration\ncreate table orders ();\n-- Down Migration\ndrop table orders;\n',
    );
    await writeFile(
      join(dir, '2_lines.sql'),
      '-- Up Migration\ncreate table lines ();\n-- Down Migration\ndrop table lines;\n',
    );
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));
  const run = (options: object) =>
    runner({ ...QUIET, dir, ...options } as unknown as RunnerOptions);
  const RECORDED = {
    status: 'completed',
    changes: ['added table public.lines', 'added table public.orders'],
    links: ['1_orders', '2_lines'],
  };

  it.each([
    ['a URL', (url: string) => ({ databaseUrl: url })],
    [
      'a URL, each migration by itself',
      (url: string) => ({ databaseUrl: url, singleTransaction: false }),
    ],
  ])('is recorded in session mode, over %s', async (_, options) => {
    const url = await pooled.start(SESSION);
    const said = notices();
    expect(await run({ ...options(url), pggit: said })).toHaveLength(2);
    expect(await recorded(db)).toEqual([RECORDED]);
    expect(said.lines).toEqual([expect.stringMatching(/^recorded /)]);
    await pooled.expectClean();
  });

  it('is recorded in session mode over a client, which somebody else may have afterwards', async () => {
    await pooled.start(SESSION);
    const client = await pooled.connect();
    await run({ dbClient: client, pggit: { ...notices(), required: true } });
    await client.end();
    expect(await recorded(db)).toEqual([RECORDED]);
    await pooled.expectClean();
  });

  it.each(SHARED)(
    'is left alone in %s, or fails before the first migration',
    async (_, options, why) => {
      const databaseUrl = await pooled.start(options);
      const said = notices();
      const pggit = { ...said, required: true };
      const refusal = { name: 'SessionSharedError', code: 'session_shared' };
      await expect(run({ databaseUrl, pggit })).rejects.toMatchObject(refusal);
      const dbClient = await pooled.connect();
      await expect(run({ dbClient, pggit })).rejects.toMatchObject(refusal);
      expect(await tablesOf(db)).toEqual([]);

      expect(await run({ databaseUrl, pggit: said })).toHaveLength(2);
      expect(said.lines).toEqual([
        expect.stringMatching(
          `^this run is not recorded: a pooler .*${why}.*; connect to the server`,
        ),
      ]);
      expect(await recorded(db)).toEqual([]);
      expect(await tablesOf(db)).toEqual(['lines', 'orders', 'pgmigrations']);
      await pooled.expectClean();
    },
  );

  it('leaves the only server session of a pool to both halves of a redo', async () => {
    await run({ databaseUrl: db.url, pggit: { enabled: false } });
    const settings = { default_pool_size: '1' };
    const url = await pooled.start({ mode: 'session', settings });
    const { exitCode, stderr } = await execa(process.execPath, [BIN, 'redo', '-m', dir], {
      env: environment({ url }),
      extendEnv: false,
      reject: false,
    });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: expect.stringContaining('no second session to spare'),
    });
    expect(await recorded(db)).toEqual([]);
  });

  it('fails in statement mode with the tool’s own error, as it does alone', async () => {
    await pooled.start(STATEMENT);
    const said = notices();
    const failure = async (pggit: object) =>
      run({ dbClient: await pooled.connect(), pggit }).catch((error) => error);
    const alone = await failure({ enabled: false });
    const failed = await failure(said);
    expect(alone).toBeInstanceOf(Error);
    expect(failed).toMatchObject({ message: alone.message, code: alone.code });
    expect(said.lines).toEqual([expect.stringMatching(/^this run is not recorded: a pooler /)]);
    expect(await recorded(db)).toEqual([]);
  });

  it('is left alone within a transaction of the caller’s too, which the tool would end', async () => {
    await pooled.start(TRANSACTION);
    const client = await pooled.connect();
    await client.query('begin');
    const said = notices();
    expect(await run({ dbClient: client, pggit: said })).toHaveLength(2);
    expect(said.lines).toEqual([expect.stringMatching(/^this run is not recorded: a pooler /)]);
    await client.query('rollback');
    await pooled.expectClean();
    expect(await recorded(db)).toEqual([]);
  });
});
