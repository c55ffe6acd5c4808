import { install, pggit, verify } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { run, runJson } from '../../cli/pggit.js';
import { warningsOf } from '../deployments/session.js';
import { stateHash } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { objectIds } from '../kinds/observer.js';

/**
 * Makes objects whose names, bodies and comments hold the character that `bytes` (hexadecimal) are in the
 * encoding of the database. The order of a jsonb object's keys depends on how long they are in bytes.
 */
async function makeObjects(client: pg.Client, bytes: string, suffix = ''): Promise<void> {
  await client.query(`do $do$
    declare
      c constant text := convert_from('\\x${bytes}', getdatabaseencoding());
    begin
      execute format('create table public.%1$I (id int primary key, %2$I text default %3$L, abc int)',
        'named ' || c || '${suffix}', 'c' || c, c || 'x');
      execute format('comment on table public.%1$I is %2$L', 'named ' || c || '${suffix}', c);
      execute format('alter table public.%1$I rename column abc to %2$I', 'named ' || c || '${suffix}', c);
      execute format('create function public.%1$I() returns text language sql as %2$L',
        'f ' || c || '${suffix}', 'select ''' || c || '''');
      execute format('create type public.%1$I as enum (%2$L, %3$L)', 'e ' || c || '${suffix}', 'ab', c);
    end $do$`);
}

/** Undoes makeObjects. */
async function drop(client: pg.Client, bytes: string, suffix = ''): Promise<void> {
  await client.query(`do $do$
    declare
      c constant text := convert_from('\\x${bytes}', getdatabaseencoding());
    begin
      execute format('drop table public.%I', 'named ' || c || '${suffix}');
      execute format('drop function public.%I()', 'f ' || c || '${suffix}');
      execute format('drop type public.%I', 'e ' || c || '${suffix}');
    end $do$`);
}

describe.each([
  // No text in UTF-8 has this byte, and this one of WIN1252 is no character.
  ['SQL_ASCII', 'ff'],
  ['WIN1252', '81'],
])('in a database in %s, an object with \\x%s in its name', (encoding, bytes) => {
  const db = useDatabase({ engine: false, encoding });

  beforeAll(async () => {
    await makeObjects(db.client, bytes);
    await install(db.client);
  });

  it('is part of the baseline', async () => {
    expect(await verify(db.client)).toEqual([]);
    const other = await db.connect();
    const { rows } = await other.query(
      `select kind from pggit.changes where convert_to(new_identity, getdatabaseencoding())
         like '%' || '\\x${bytes}'::bytea || '%' order by 1`,
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['enum', 'function', 'index', 'table']);
  });

  it('is recorded when it is made, found by a scan, and gone when it is dropped', async () => {
    const session = await db.connect();
    const warnings = warningsOf(session);
    const before = await stateHash(session);
    await makeObjects(session, bytes, ' too');
    const made = await stateHash(session);
    expect(made).not.toBe(before);
    expect(await stateHash(session, 'HEAD')).toBe(made);
    await drop(session, bytes, ' too');
    expect(await stateHash(session, 'HEAD')).toBe(before);
    await session.query('set pggit.tracking = off');
    await makeObjects(session, bytes, ' too');
    await session.query('reset pggit.tracking');
    await session.query('select pggit.capture()');
    expect(await stateHash(session, 'HEAD')).toBe(made);
    expect(warnings).toEqual([]);
  });

  it('is read by the client of @pggit/core, over a connection and over a pool', async () => {
    const other = await db.connect();
    for (const git of [pggit(other), pggit(db.pool({ max: 1 }))]) {
      const objects = (await git.show()).map(({ identity }) => identity);
      expect(objects).toContain('public."named \ufffd too"');
      expect((await git.show('HEAD')).length).toBe(objects.length);
      expect((await git.log()).length).toBeGreaterThan(1);
    }
    const { rows } = await other.query('show client_encoding');
    expect(rows).toEqual([{ client_encoding: 'UTF8' }]);
    await other.query('begin');
    await expect(pggit(other).show()).rejects.toMatchObject({
      code: expect.stringMatching(/^22(021|P05)$/),
    });
    await other.query('rollback');
  });

  it('may be in the marks of a serializable transaction', async () => {
    // A role of such a name would be everybody's on this server, so this asks for its signature alone.
    const { rows } = await db.client.query(
      `select length(pggit._sign_note('1', convert_from('\\x${bytes}', getdatabaseencoding()))) as length`,
    );
    expect(rows).toEqual([{ length: 64 }]);
  });
});

describe('in a database in SQL_ASCII', () => {
  const db = useDatabase({ engine: false, encoding: 'SQL_ASCII' });

  beforeAll(async () => {
    await install(db.client);
    await makeObjects(db.client, 'e9');
  });

  it('the command reads names that are not UTF-8', async () => {
    const shown = await run(['show'], { url: db.url });
    expect(shown).toMatchObject({ exitCode: 0, stderr: '' });
    expect(shown.stdout).toContain('named \ufffd');
    for (const command of ['log', 'status', 'verify']) {
      expect(await runJson([command], { url: db.url })).toMatchObject({ exitCode: 0, stderr: '' });
    }
  });
});

describe('equal content in databases of different encodings', () => {
  const utf8 = useDatabase({ engine: false, encoding: 'UTF8' });
  const others = {
    SQL_ASCII: ['c3a9', useDatabase({ engine: false, encoding: 'SQL_ASCII' })],
    LATIN1: ['e9', useDatabase({ engine: false, encoding: 'LATIN1' })],
    EUC_JP: ['8fabb1', useDatabase({ engine: false, encoding: 'EUC_JP' })],
  } as const;

  beforeAll(async () => {
    await install(utf8.client);
    await makeObjects(utf8.client, 'c3a9');
  });

  it.each(Object.entries(others))(
    'has one hash and one id in UTF8 and %s',
    async (_, [bytes, db]) => {
      await install(db.client);
      await makeObjects(db.client, bytes);
      expect(await stateHash(db.client)).toBe(await stateHash(utf8.client));
      expect(await stateHash(db.client, 'HEAD')).toBe(await stateHash(utf8.client, 'HEAD'));
      expect(await objectIds(db.client)).toEqual(await objectIds(utf8.client));
      expect(await faultsIn(db.client)).toEqual([]);
    },
  );
});

describe('a client whose encoding lacks a character of a name', () => {
  const db = useDatabase({ per: 'test' });

  it('gets a warning without it, and its DDL', async () => {
    await db.client.query(
      `create table public.t (id int); create view public."v📦" as select * from public.t`,
    );
    const locker = await db.connect();
    await locker.query('begin; drop view public."v📦"');
    const session = await db.connect();
    const warnings = warningsOf(session);
    await session.query(`set client_encoding = 'LATIN1'`);
    await session.query('alter table public.t rename column id to number');
    await locker.query('rollback');
    expect(warnings).toMatchObject([{ message: expect.stringContaining('public."v?"') }]);
    const { rows } = await db.client.query('select number from public.t');
    expect(rows).toEqual([]);
    const kept = await db.client.query('select objects from pggit.capture_errors');
    expect(kept.rows).toEqual([{ objects: ['public."v📦"'] }]);
  });
});
