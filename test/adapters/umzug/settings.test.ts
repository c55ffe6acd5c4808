import { useDatabase } from '@pggit/testing';
import { readHistory } from '@pggit/testing/contract';
import { withPggit } from '@pggit/umzug';
import { describe, expect, it } from 'vitest';
import { type Migration, notices, table, umzugOf } from './shop.js';

describe('withPggit’s options', () => {
  const db = useDatabase({ per: 'test' });
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
