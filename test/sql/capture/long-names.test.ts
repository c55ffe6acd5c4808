import { install, verify } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { installFirstRelease } from '../../upgrade/first-release.js';
import { definitionOf, expectationsOf, objectIds, SOUND, shown } from '../kinds/observer.js';
import { added, changed, removed, renamed } from '../kinds/rows.js';
import { linksOf } from '../links/readback.js';

/** Letters that no compression makes shorter: an index entry may be 2,704 bytes after it. */
const letters = (seed: number, length: number) => {
  let state = seed;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return 'abcdefghijklmnopqrstuvwxyzäöüß0123456789'[state % 40];
  }).join('');
};

/** Plain letters and quoted ones, up to what a name may be. */
const SCHEMA = `"S${letters(1, 40)}"`;
const TYPES = Array.from({ length: 60 }, (_, n) => `${SCHEMA}."T${letters(n + 2, 40)}"`);
const MAKE_TYPES = [
  `create schema ${SCHEMA}`,
  ...TYPES.map((type) => `create domain ${type} as int`),
].join(';');
const signature = (name: string) => `${SCHEMA}.${name}(${TYPES.join(', ')})`;
const makeFunction = (name: string, result: number) =>
  `create or replace function ${signature(name)} returns int language sql as 'select ${result}'`;

async function explain(other: ClientBase, query: string): Promise<string> {
  await other.query('begin; set local enable_seqscan = off');
  const { rows } = await other.query(`explain ${query}`);
  await other.query('rollback');
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

it('a signature of this length is more than an entry of a btree holds', () => {
  expect(Buffer.byteLength(signature('f'))).toBeGreaterThan(4_000);
});

describe('an object with a name too long for a btree', () => {
  const db = useDatabase();
  const [f, g] = [`function ${signature('f')}`, `function ${signature('g')}`];

  beforeAll(() => db.client.query(MAKE_TYPES));

  it('is recorded when it is made, changed, renamed and dropped, and made again as itself', async () => {
    const other = await db.connect();
    await db.client.query(makeFunction('f', 1));
    expect(await shown(other)).toEqual([added(f)]);
    const id = (await objectIds(other)).get(f);
    await db.client.query(makeFunction('f', 2));
    expect(await shown(other)).toEqual([changed(f, { body: ['select 1', 'select 2'] })]);
    await db.client.query(`alter function ${signature('f')} rename to g`);
    expect(await shown(other)).toEqual([renamed(f, g)]);
    expect((await objectIds(other)).get(g)).toBe(id);
    await db.client.query(`drop function ${signature('g')}`);
    expect(await shown(other)).toEqual([removed(g)]);
    await db.client.query(`begin; ${makeFunction('f', 3)}; drop function ${signature('f')};
      ${makeFunction('f', 3)}; commit`);
    expect((await objectIds(other)).get(f)).toBe(id);
    expect(await expectationsOf(other)).toEqual(SOUND);
  });

  it('is found by its name', async () => {
    const other = await db.connect();
    expect(await definitionOf(other, f)).toMatchObject({ body: 'select 3' });
    expect(await definitionOf(other, f, 'live')).toMatchObject({ body: 'select 3' });
  });

  it('is adopted as drift', async () => {
    await db.client.query(
      `set pggit.tracking = off; ${makeFunction('h', 1)}; reset pggit.tracking`,
    );
    await db.client.query('select pggit.capture()');
    const other = await db.connect();
    expect(await shown(other)).toEqual([added(`function ${signature('h')}`)]);
    expect(await expectationsOf(other)).toEqual(SOUND);
  });

  it('is looked up by index, among live objects and in the journal', async () => {
    expect(
      await explain(
        db.client,
        `select from pggit.live_objects where kind = 'function' and identity = 'f'`,
      ),
    ).toContain('live_objects_identity_idx');
    expect(
      await explain(
        db.client,
        `select from pggit.changes
          where hashtextextended(new_identity, 0) = hashtextextended('f', 0) and new_identity = 'f'`,
      ),
    ).toContain('changes_identity_idx');
    expect(await explain(db.client, `select from pggit.blobs where hash = 'x'`)).toContain(
      'blobs_hash_idx',
    );
  });
});

describe('a migration with a key too long for a btree', () => {
  const db = useDatabase();
  const key = letters(77, 5_000);

  it('is linked, refreshed, reverted and counted', async () => {
    await db.client.query(
      'create table public.pgmigrations (id serial primary key, name text not null, run_on timestamp not null)',
    );
    const insert = 'insert into public.pgmigrations (name, run_on) values ($1, now())';
    await db.client.query(insert, [key]);
    await db.client.query('update public.pgmigrations set run_on = now() - interval $$1 day$$');
    await db.client.query('delete from public.pgmigrations');
    await db.client.query(insert, [key]);
    expect(
      (await linksOf(await db.connect())).map(({ key: linked, direction, run, revertedAt }) => [
        linked === key,
        direction,
        run,
        revertedAt !== null,
      ]),
    ).toEqual([
      [true, 'up', 1, true],
      [true, 'down', 1, false],
      [true, 'up', 2, false],
    ]);
    expect(
      await explain(
        db.client,
        `select from pggit.external_migrations where migration_key = 'k' and direction = 'up'`,
      ),
    ).toContain('external_migrations_key_idx');
  });

  it('is linked once a run, whatever is written twice', async () => {
    await expect(
      db.client.query(
        `insert into pggit.external_migrations (migration_id, migration_key, tool_name, source, run)
         select migration_id, migration_key, tool_name, source, run
           from pggit.external_migrations where direction = 'up' limit 1`,
      ),
    ).rejects.toMatchObject({ code: '23505' });
  });
});

describe('a tag too long for a btree', () => {
  const db = useDatabase();
  const tag = letters(78, 5_000);

  it('labels the commit of a deployment, once, and is a ref', async () => {
    await db.client.query(`select pggit.begin_deployment('tagged')`);
    await db.client.query('create table public.tagged ()');
    await db.client.query('select pggit.end_deployment(tags => $1)', [[tag, tag, 'short']]);
    const other = await db.connect();
    const { rows } = await other.query('select tags from pggit.log() limit 1');
    expect(rows).toEqual([{ tags: [tag, 'short'].sort() }]);
    expect(await shown(other, tag)).toEqual([added('table public.tagged')]);
    expect(await explain(other, `select from pggit.tags where name = 't'`)).toContain(
      'tags_name_idx',
    );
  });
});

describe('the indexes of the engine', () => {
  const db = useDatabase();

  it('hold no text in a btree but what pggit names itself or the catalog bounds', async () => {
    const { rows } = await db.client.query(
      `select c.relname || '.' || a.attname as "column"
         from pg_index i
         join pg_class x on x.oid = i.indexrelid and x.relnamespace = 'pggit'::regnamespace
         join pg_am m on m.oid = x.relam and m.amname = 'btree'
         join pg_class c on c.oid = i.indrelid
         join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
        where a.atttypid in ('text'::regtype, 'jsonb'::regtype, 'text[]'::regtype)
        order by 1`,
    );
    expect(rows.map(({ column }) => column)).toEqual([
      'branches.name',
      'cqrs_record_operations.side',
      'external_migrations.direction',
      'external_migrations.source',
      'manifest.identity',
      'manifest.kind',
      'migration_tools.table_pattern',
      'migration_tools.tool_name',
      'settings.name',
      'watched_tables.source',
    ]);
  });
});

describe('a database of such names', () => {
  const db = useDatabase({ engine: false });

  it('takes pggit, and is recorded whole', async () => {
    await db.client.query(`${MAKE_TYPES}; ${makeFunction('f', 1)}`);
    await install(db.client);
    expect(await verify(db.client)).toEqual([]);
    const other = await db.connect();
    expect(await shown(other)).toEqual(
      expect.arrayContaining([added(`function ${signature('f')}`)]),
    );
    expect(await expectationsOf(other)).toEqual(SOUND);
  });
});

describe('an engine of the first release', () => {
  const db = useDatabase({ engine: false });

  it('can be upgraded when it missed such a name, and records it then', async () => {
    await installFirstRelease(db);
    await db.client.query(`${MAKE_TYPES}; ${makeFunction('f', 1)}`);
    const identity = `added function ${signature('f')}`;
    const drift = async (client: ClientBase) =>
      (
        await client.query(
          `select change || ' ' || kind || ' ' || identity as line
             from pggit.status() where state = 'drift'`,
        )
      ).rows.map(({ line }) => line);
    expect(await drift(db.client)).toContain(identity);
    await install(db.client);
    const other = await db.connect();
    expect(await drift(other)).toContain(identity);
    await other.query('select * from pggit.recover_deployments()');
    await other.query('select pggit.capture()');
    expect(await drift(other)).toEqual([]);
    expect(await definitionOf(other, `function ${signature('f')}`)).toMatchObject({
      body: 'select 1',
    });
  });
});
