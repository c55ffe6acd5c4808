import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunnerOptions, runner } from '@pggit/node-pg-migrate';
import { useDatabase } from '@pggit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notices, QUIET } from '../node-pg-migrate/quiet.js';
import { program, recorded, SESSION, SHARED, STATEMENT, tablesOf, usePooler } from './pooler.js';

describe.skipIf(program === undefined)(
  'node-pg-migrate through PgBouncer',
  { timeout: 20_000 },
  () => {
    const db = useDatabase({ per: 'test' });
    const pooled = usePooler(db);
    let dir: string;
    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), 'pggit-pooled-'));
      await writeFile(join(dir, '1_orders.sql'), '-- Up Migration\ncreate table orders ();\n');
      await writeFile(join(dir, '2_lines.sql'), '-- Up Migration\ncreate table lines ();\n');
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

    it.each(SHARED)('is left alone in %s, with one line', async (_, options, why) => {
      const url = await pooled.start(options);
      const said = notices();
      expect(await run({ databaseUrl: url, pggit: said })).toHaveLength(2);
      expect(said.lines).toEqual([
        expect.stringMatching(
          `^this run is not recorded: a pooler .*${why}.*; connect to the server`,
        ),
      ]);
      expect(await recorded(db)).toEqual([]);
      expect(await tablesOf(db)).toEqual(['lines', 'orders', 'pgmigrations']);
      await pooled.expectClean();
    });

    it.each(SHARED)(
      'fails before the first migration in %s, where pggit is required',
      async (_, options) => {
        const url = await pooled.start(options);
        const pggit = { ...notices(), required: true };
        await expect(run({ databaseUrl: url, pggit })).rejects.toMatchObject({
          name: 'SessionSharedError',
          code: 'session_shared',
        });
        const client = await pooled.connect();
        await expect(run({ dbClient: client, pggit })).rejects.toMatchObject({
          code: 'session_shared',
        });
        expect(await tablesOf(db)).toEqual([]);
        await pooled.expectClean();
      },
    );

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

    it('is recorded in transaction mode within a transaction of the caller’s', async () => {
      await pooled.start({ mode: 'transaction' });
      const client = await pooled.connect();
      await client.query('begin');
      await run({ dbClient: client, pggit: { ...notices(), required: true } });
      await client.query('commit').catch(() => {});
      await pooled.expectClean();
      expect(await recorded(db)).toMatchObject([{ status: 'completed' }]);
    });
  },
);
