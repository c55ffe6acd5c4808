import { useDatabase } from '@pggit/testing';
import { readHistory } from '@pggit/testing/contract';
import { withPggit } from '@pggit/umzug';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Migration, notices, table, umzugOf } from './shop.js';

describe('withPggit’s options', () => {
  const db = useDatabase({ per: 'test' });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  const view: Migration = {
    name: 'view',
    up: ({ context }) =>
      context.query('create materialized view public.ids as select id from public.a'),
  };

  it('name, message and tags are those of the deployment and its commit', async () => {
    const pool = db.pool({ max: 1 });
    const options = { pool, name: 'release 12', message: 'Add a', tags: ['shop', 'autumn'] };
    await withPggit(umzugOf(pool, [table('a')]), { ...options, ...notices() }).up();
    expect(await readHistory(db.client)).toMatchObject({
      deployments: [{ name: 'release 12' }],
      commits: [{ message: 'Add a', tags: ['autumn', 'shop'] }],
    });
  });

  it('may come from the environment, and the program’s own win', async () => {
    const pool = db.pool({ max: 1 });
    vi.stubEnv('PGGIT_NAME', 'nightly');
    vi.stubEnv('PGGIT_MESSAGE', 'From the environment');
    vi.stubEnv('PGGIT_TAGS', 'v1, v2');
    const options = { pool, message: 'From the program', ...notices() };
    const migrations = [table('a')];
    const umzug = withPggit(umzugOf(pool, migrations), options);
    await umzug.up();
    vi.stubEnv('PGGIT_ENABLED', 'false');
    migrations.push(table('b'));
    await umzug.up();
    expect(await readHistory(db.client)).toMatchObject({
      deployments: [{ name: 'nightly' }],
      commits: [{ message: 'From the program', tags: ['v1', 'v2'] }, { deployment: null }],
    });
  });

  it('PGGIT_REQUIRED fails where pggit is not installed, and what it cannot be is refused', async () => {
    const pool = db.pool({ max: 1, database: 'postgres' });
    const umzug = withPggit(umzugOf(pool, [table('a')]), { pool, ...notices() });
    vi.stubEnv('PGGIT_REQUIRED', 'true');
    await expect(umzug.up()).rejects.toMatchObject({ code: 'not_installed' });
    vi.stubEnv('PGGIT_REQUIRED', 'perhaps');
    await expect(umzug.up()).rejects.toMatchObject({ code: 'invalid_setting' });
    expect(await umzug.pending()).toHaveLength(1);
  });

  it('without a connection, or with tags that are no array, are refused at once', () => {
    const pool = db.pool({ max: 1 });
    const umzug = umzugOf(pool, [table('a')]);
    const given = (options?: unknown) => () => withPggit(umzug, options as { pool: typeof pool });
    const refused = expect.objectContaining({ code: 'invalid_setting' });
    expect(given()).toThrow(refused);
    expect(given({})).toThrow(
      'withPggit needs a value: where the migrations get their connections',
    );
    expect(given({ pool, tags: 'abc' })).toThrow("tags cannot be 'abc': it takes an array");
  });

  it('tags that no ref would reach are refused before anything runs', async () => {
    const pool = db.pool({ max: 1 });
    const umzug = withPggit(umzugOf(pool, [table('a')]), { pool, tags: ['live'], ...notices() });
    await expect(umzug.up()).rejects.toMatchObject({ code: 'reserved_tag', tag: 'live' });
    expect(await umzug.pending()).toHaveLength(1);
    expect(await readHistory(db.client)).toMatchObject({ deployments: [], commits: [] });
  });

  it('an onNotice that throws changes nothing about the run', async () => {
    const pool = db.pool({ max: 1 });
    const onNotice = () => {
      throw new Error('of the listener');
    };
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await withPggit(umzugOf(pool, [table('a')]), { pool, onNotice }).up()).toHaveLength(1);
    expect(stderr.mock.calls.map(([line]) => line)).toEqual([
      expect.stringMatching(
        /^pggit: recorded 'umzug up': .*\(onNotice threw: of the listener\)\n$/,
      ),
    ]);
    expect((await readHistory(db.client)).deployments).toMatchObject([{ status: 'completed' }]);
  });

  it('autoCommit makes a commit of each transaction', async () => {
    const pool = db.pool({ max: 2 });
    const options = { pool, autoCommit: true, ...notices() };
    await withPggit(umzugOf(pool, [table('a'), table('b')]), options).up();
    const { commits, links } = await readHistory(db.client);
    expect(commits).toHaveLength(2);
    expect(links.map(({ commit }) => commit)).toEqual(commits.map(({ id }) => id));
  });

  it('enabled: false is umzug alone', async () => {
    const pool = db.pool({ max: 1 });
    const said = notices();
    await withPggit(umzugOf(pool, [table('a')]), { pool, enabled: false, ...said }).up();
    expect(said.lines).toEqual([]);
    expect(await readHistory(db.client)).toMatchObject({ deployments: [], links: [] });
  });

  it('refresh brings the views up to date that the run affected', async () => {
    const pool = db.pool({ max: 1 });
    const said = notices();
    const fill: Migration = {
      name: 'fill',
      up: ({ context }) =>
        context.query('insert into public.a values (1); alter table public.a add note text'),
    };
    const migrations = [table('a'), view];
    const umzug = withPggit(umzugOf(pool, migrations), { pool, refresh: 'affected', ...said });
    await umzug.up();
    migrations.push(fill);
    await umzug.up();
    expect(said.lines.at(-1)).toMatch(/^refresh 1\/1 public\.ids: \d+ ms$/);
    expect((await db.client.query('select * from public.ids')).rows).toEqual([{ id: 1 }]);
  });

  it('a second call replaces them', async () => {
    const pool = db.pool({ max: 1 });
    const umzug = withPggit(umzugOf(pool, [table('a')]), { pool, name: 'first', ...notices() });
    await withPggit(umzug, { pool, name: 'second', ...notices() }).up();
    expect((await readHistory(db.client)).deployments).toMatchObject([{ name: 'second' }]);
  });
});
