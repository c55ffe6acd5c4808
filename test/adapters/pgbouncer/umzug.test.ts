import { useDatabase } from '@pggit/testing';
import { withPggit } from '@pggit/umzug';
import pg from 'pg';
import { Sequelize } from 'sequelize';
import { afterEach, describe, expect, it } from 'vitest';
import { notices, table, tableStorage, tablesAtOnce, umzugOf } from '../umzug/shop.js';
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

const RECORDED = {
  status: 'completed',
  changes: ['a', 'b', 'c'].map((name) => `added table public.${name}`),
  links: ['1_a', '2_two'],
};

describe.skipIf(program === undefined)('umzug through PgBouncer', () => {
  const db = useDatabase({ per: 'test' });
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  const pooled = usePooler(db);
  const historyTable = 'public.schema_log';

  /** An umzug of two migrations, over each of the connections that the adapter takes. */
  const KINDS = {
    async pool(url: string, settings: object) {
      const pool = new pg.Pool({ connectionString: url, max: 3 });
      closing.push(() => pool.end());
      pool.on('error', () => {});
      return withPggit(umzugFor(pool), { pool, historyTable, ...settings });
    },
    async client(_url: string, settings: object) {
      const client = await pooled.connect();
      return withPggit(umzugFor(client), { client, historyTable, ...settings });
    },
    async sequelize(url: string, settings: object) {
      const sequelize = new Sequelize(url, { logging: false, pool: { max: 3 } });
      closing.push(() => sequelize.close());
      const query = async (text: string, values: unknown[] = []) => {
        const [rows] = await sequelize.query(text, { bind: values });
        return { rows: rows as Record<string, unknown>[] };
      };
      return withPggit(umzugFor({ query }), { sequelize, historyTable, ...settings });
    },
  };
  const umzugFor = (context: Parameters<typeof umzugOf>[0]) =>
    umzugOf(
      context,
      [{ ...table('a'), name: '1_a' }, tablesAtOnce('2_two', ['b', 'c'])],
      tableStorage(context, historyTable),
    );
  const kinds = Object.keys(KINDS) as (keyof typeof KINDS)[];

  it.each(kinds)('is recorded in session mode, over a %s', async (kind) => {
    const url = await pooled.start(SESSION);
    const said = notices();
    const umzug = await KINDS[kind](url, { ...said, required: true });
    expect(await umzug.up()).toHaveLength(2);
    expect(await recorded(db)).toEqual([RECORDED]);
    expect(said.lines).toEqual([expect.stringMatching(/^recorded /)]);
    await pooled.expectClean();
  });

  it.each(
    kinds.flatMap((kind) =>
      SHARED.slice(0, kind === 'pool' ? SHARED.length : 1).map(
        ([mode, ...rest]) => [kind, mode, ...rest] as const,
      ),
    ),
  )(
    'over a %s, is left alone in %s, or fails before the first migration',
    async (kind, _, options, why) => {
      const url = await pooled.start(options);
      await expect((await KINDS[kind](url, { required: true })).up()).rejects.toMatchObject({
        code: 'session_shared',
      });
      expect(await tablesOf(db)).toEqual([]);

      const said = notices();
      expect(await (await KINDS[kind](url, said)).up()).toHaveLength(2);
      expect(said.lines).toEqual([expect.stringContaining(why)]);
      expect(await recorded(db)).toEqual([]);
      expect(await tablesOf(db)).toEqual(['a', 'b', 'c', 'schema_log']);
      await pooled.expectClean();
    },
  );

  it('runs unrecorded in statement mode, which has no transactions', async () => {
    const url = await pooled.start(STATEMENT);
    const said = notices();
    expect(await (await KINDS.pool(url, said)).up()).toHaveLength(2);
    expect(said.lines).toEqual([expect.stringMatching(/^this run is not recorded: a pooler /)]);
    expect(await recorded(db)).toEqual([]);
    await pooled.expectClean();
  });

  it('leaves the only server session of a pool to the migrations', async () => {
    const settings = { default_pool_size: '1' };
    const url = await pooled.start({ mode: 'session', settings });
    const pool = new pg.Pool({ connectionString: url, max: 1 });
    closing.push(() => pool.end());
    pool.on('error', () => {});
    const said = notices();
    expect(await withPggit(umzugFor(pool), { pool, ...said }).up()).toHaveLength(2);
    expect(said.lines).toEqual([expect.stringContaining('no second session to spare')]);
    expect(await recorded(db)).toEqual([]);
  });

  it('joins by its application name in transaction mode, and tells the sessions nothing', async () => {
    const { rows } = await db.client.query("select pggit.begin_deployment('outer') as id");
    const url = new URL(await pooled.start(TRANSACTION));
    url.searchParams.set('application_name', `pggit:${rows[0].id}`);
    const said = notices();

    expect(await (await KINDS.pool(url.href, { ...said, required: true })).up()).toHaveLength(2);

    expect(said.lines).toEqual([]);
    const stranger = await pooled.connect('stranger');
    await stranger.query('create table public.stranger ()');
    await db.client.query('select pggit.end_deployment()');
    expect(await recorded(db)).toEqual([RECORDED]);
    await pooled.expectClean();
  });
});
