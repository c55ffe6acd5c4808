import { useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { expect, it } from 'vitest';

const db = useDatabase({ per: 'test' });

async function blobsOf(
  ...identities: string[]
): Promise<{ objects: number; hashes: number; rows: number }> {
  const other = await db.connect();
  const { rows } = await other.query(
    `select count(distinct l.object_id)::int as objects, count(distinct l.blob)::int as hashes,
            count(distinct b.ctid)::int as rows
       from pggit.live_objects l join pggit.blobs b on b.hash = l.blob
      where l.identity = any ($1)`,
    [identities],
  );
  return rows[0];
}

/** Bytes of definitions and hashes outside the rows of blobs. */
async function bytesOutOfLine(other: ClientBase): Promise<number> {
  const { rows } = await other.query(
    `select pg_relation_size(reltoastrelid)::int as bytes
       from pg_class where oid = 'pggit.blobs'::regclass`,
  );
  return rows[0].bytes;
}

it('equal definitions are one blob, made in one transaction or in two', async () => {
  await db.client.query('create table public.a (id int); create table public.b (id int)');
  await db.client.query('create table public.c (id int)');
  expect(await blobsOf('public.a', 'public.b', 'public.c')).toEqual({
    objects: 3,
    hashes: 1,
    rows: 1,
  });
});

it('definitions of two kinds are two blobs', async () => {
  await db.client.query('create type public.a as (x int); create table public.b (x int)');
  expect(await blobsOf('public.a', 'public.b')).toEqual({ objects: 2, hashes: 2, rows: 2 });
});

it('a definition that comes back is the blob it was', async () => {
  await db.client.query('create table public.a (id int)');
  await db.client.query('alter table public.a add note text');
  await db.client.query('alter table public.a drop note');
  const { rows } = await db.client.query(
    `select c.change_id, c.old_blob is not distinct from lead(c.new_blob) over (order by c.change_id) as back
       from pggit.changes c where c.new_identity = 'public.a' order by c.change_id`,
  );
  expect(rows.map(({ back }) => back)).toEqual([false, true, false]);
});

it('two sessions that store the same definition at once do not wait for each other', async () => {
  const [one, two] = [await db.connect(), await db.connect()];
  await one.query('begin; set constraints all immediate; create table public.a (id int)');
  await two.query(`set statement_timeout = '5s'`);
  await two.query(
    'begin; set constraints pggit.finish_transaction deferred; create table public.b (id int)',
  );
  await one.query('commit');
  await two.query('commit');
  expect(await blobsOf('public.a', 'public.b')).toMatchObject({ objects: 2, hashes: 1 });
});

it('a change holds the hash of its blob, and every blob its own hash', async () => {
  await db.client.query(
    'create table public.a (id int primary key); create view public.v as select 1 as x',
  );
  await db.client.query('drop view public.v');
  const { rows } = await (await db.connect()).query(
    `select count(*) filter (where b.hash is null)::int as missing,
            count(*) filter (where b.hash <> sha256(convert_to(b.kind || E'\\n' || b.definition::jsonb::text, 'UTF8')))::int as wrong
       from pggit.changes c
      cross join lateral (values (c.old_blob), (c.new_blob)) as h (hash)
       left join pggit.blobs b on b.hash = h.hash
      where h.hash is not null`,
  );
  expect(rows).toEqual([{ missing: 0, wrong: 0 }]);
});

it('an ordinary definition is compressed, in line, and read as it was', async () => {
  const columns = Array.from({ length: 8 }, (_, n) => `column_${n} numeric(12,2) default ${n}`);
  await db.client.query(`create table public.ordinary (${columns.join(', ')})`);
  await db.client.query('create table public.small (id int)');
  await db.client.query('create table public.wide (id int)');
  for (let n = 0; n < 500; n += 100) {
    const more = columns.map((_, k) => `add wide_column_${n}_${k} numeric(12,2) default ${n}`);
    await db.client.query(`alter table public.wide ${more.join(', ')}`);
  }
  const other = await db.connect();
  const { rows } = await other.query(
    `select l.identity, pg_column_compression(b.definition) as compression,
            pg_column_size(b.definition) < octet_length(pggit._definition_of(l.blob)::text) * 2 / 3
              as smaller,
            pggit._definition_of(l.blob) = pggit.definition(l.kind, l.identity) as equal
       from pggit.live_objects l join pggit.blobs b on b.hash = l.blob
      where l.kind = 'table' order by 1`,
  );
  expect(rows).toEqual([
    { identity: 'public.ordinary', compression: 'pglz', smaller: true, equal: true },
    { identity: 'public.small', compression: null, smaller: false, equal: true },
    { identity: 'public.wide', compression: 'pglz', smaller: true, equal: true },
  ]);
  expect(await bytesOutOfLine(other)).toBe(0);
});

it('every definition says its format version', async () => {
  await db.client.query('create table public.a (id serial primary key)');
  const { rows } = await db.client.query(
    `select distinct definition::jsonb -> 'format_version' as version from pggit.blobs`,
  );
  expect(rows).toEqual([{ version: 1 }]);
});

it('the marks of transactions leave nothing that vacuum does not give back', async () => {
  await db.client.query(`do $$ begin for n in 1..200 loop
    execute format('create or replace function public.f() returns int language sql as %L', 'select ' || n);
    commit; end loop; end $$`);
  const size = `select count(*)::int as marks, pg_relation_size('pggit.dirty_objects')::int as bytes
                  from pggit.dirty_objects`;
  expect((await db.client.query(size)).rows).toEqual([{ marks: 0, bytes: expect.any(Number) }]);
  await db.client.query('vacuum pggit.dirty_objects');
  expect((await db.client.query(size)).rows).toEqual([{ marks: 0, bytes: 0 }]);
});
