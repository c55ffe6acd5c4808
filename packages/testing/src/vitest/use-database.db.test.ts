import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';

const ENGINE = `select to_regnamespace('pggit') is not null as installed`;

describe('useDatabase', () => {
  const db = useDatabase();

  it('gives a database with the engine in it', async () => {
    expect((await db.client.query(ENGINE)).rows).toEqual([{ installed: true }]);
  });

  it('lets sessions and pools see the same database', async () => {
    await db.client.query('create table public.seen ()');
    const session = await db.connect({ application_name: 'second' });
    const pool = db.pool({ max: 1 });
    for (const connection of [session, pool]) {
      const { rows } = await connection.query(
        `select current_database() as name, to_regclass('public.seen') is not null as seen`,
      );
      expect(rows).toEqual([{ name: db.name, seen: true }]);
    }
    const { rows } = await session.query(`select current_setting('application_name') as name`);
    expect(rows).toEqual([{ name: 'second' }]);
  });

  describe('called again further in', () => {
    const inner = useDatabase();

    it('gives another database, without the tables of the first', async () => {
      expect(inner.name).not.toBe(db.name);
      const { rows } = await inner.client.query(
        `select to_regclass('public.seen') is not null as seen`,
      );
      expect(rows).toEqual([{ seen: false }]);
    });
  });
});

describe('useDatabase({ engine: false })', () => {
  const db = useDatabase({ engine: false });

  it('gives an empty database', async () => {
    expect((await db.client.query(ENGINE)).rows).toEqual([{ installed: false }]);
  });
});

describe("useDatabase({ per: 'test' })", () => {
  const db = useDatabase({ engine: false, per: 'test' });
  const names: string[] = [];

  it.each([1, 2])('gives test %i a database of its own', async () => {
    names.push(db.name);
    await db.client.query('create table public.mine ()');
    expect(new Set(names).size).toBe(names.length);
  });

  it('drops the databases of the tests before', async () => {
    const { rows } = await db.client.query(
      'select datname from pg_database where datname = any($1)',
      [names],
    );
    expect(rows).toEqual([]);
  });
});

describe('useDatabase({ prepare })', () => {
  let times = 0;
  const db = useDatabase({
    engine: false,
    per: 'test',
    prepare: async (client) => {
      times += 1;
      await client.query('create table public.prepared ()');
    },
  });

  it.each([1, 2])('gives test %i what was prepared once, and nothing of the other', async () => {
    await db.client.query('alter table public.prepared add mine int');
    expect(times).toBe(1);
  });
});
