import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pggit } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, runJson } from './pggit.js';

describe('pggit snapshot', () => {
  const db = useDatabase();
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pggit-snapshot-'));
    await db.client.query(`
      create schema app;
      create table app.orders (id int primary key);
      create table app.lines (order_id int references app.orders);
      create view app.totals as select count(*) from app.lines`);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('writes a file for each object, and one that loads them', async () => {
    const target = join(folder, 'live');
    const { exitCode, stdout, stderr } = await run(['snapshot', target], { url: db.url });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const hash = await pggit(db.client).stateHash();
    expect(stdout).toBe(`wrote 8 files to ${target}, state ${hash}`);
    expect(
      (await readdir(target, { recursive: true })).filter((name) => name.endsWith('.sql')).sort(),
    ).toEqual([
      'index/app.orders_pkey.sql',
      'load.sql',
      'schema/app.sql',
      'schema/public.sql',
      'table/app.lines.after.sql',
      'table/app.lines.sql',
      'table/app.orders.sql',
      'view/app.totals.sql',
    ]);
    expect(await readFile(join(target, 'table/app.orders.sql'), 'utf8')).toBe(
      'create table app.orders (\n  "id" integer not null\n);\n\nalter table app.orders owner to "postgres";\n',
    );
    const loading = await readFile(join(target, 'load.sql'), 'utf8');
    expect(loading).toMatch(`-- pggit snapshot of live, state ${hash}\n`);
    expect(loading.match(/\\ir .*/g)).toEqual([
      "\\ir 'schema/app.sql'",
      "\\ir 'schema/public.sql'",
      "\\ir 'table/app.lines.sql'",
      "\\ir 'table/app.orders.sql'",
      "\\ir 'index/app.orders_pkey.sql'",
      "\\ir 'view/app.totals.sql'",
      "\\ir 'table/app.lines.after.sql'",
    ]);
  });

  it('writes a state of the past', async () => {
    const ref = (await pggit(db.client).log())[0]?.commitId ?? '';
    await db.client.query('drop view app.totals');
    const target = join(folder, 'past');
    const { data } = await runJson(['snapshot', target, '--ref', ref], { url: db.url });
    expect(data).toEqual({
      folder: target,
      ref,
      stateHash: await pggit(db.client).stateHash(ref),
      files: 8,
      unwritten: [],
    });
    expect(await readdir(join(target, 'view'))).toEqual(['app.totals.sql']);
  });

  it('says what it could not write, and ends with 4', async () => {
    await db.client.query(`
      create foreign data wrapper w; create server s foreign data wrapper w;
      create user mapping for public server s options (password 'secret')`);
    const target = join(folder, 'secret');
    const { exitCode, stderr } = await run(['snapshot', target], { url: db.url });
    expect(exitCode).toBe(4);
    expect(stderr).toBe('warning: not written of user mapping public on s: option_names');
    const text = await readFile(join(target, 'user-mapping/public_on_s.sql'), 'utf8');
    expect(text).toBe('create user mapping for public server "s";\n');
  });

  it('names what the database has of kinds that are not recorded, and ends with 4', async () => {
    await db.client.query(`
      drop user mapping for public server s; create type app.mood as enum ('good');
      create cast (text as app.mood) with inout; create function app.eq(int, int) returns bool return true;
      create operator app.=== (leftarg = int, rightarg = int, function = app.eq)`);
    const target = join(folder, 'unmodelled');
    const { exitCode, stderr } = await run(['snapshot', target], { url: db.url });
    expect(exitCode).toBe(4);
    expect(stderr.split('\n').sort()).toEqual([
      'warning: not written: cast (pg_catalog.text AS app.mood)',
      'warning: not written: operator app.===(integer,integer)',
    ]);
  });

  it('names what the state needs without its being tracked, and ends with 4', async () => {
    await db.client.query(`
      drop operator app.===(int, int); drop cast (text as app.mood); create schema cache;
      create table cache.kept (id int); comment on table cache.kept is '@pggit:track';
      create table cache.rows (id int); create table cache.unused (id int);
      create view app.cached as select id from cache.rows;
      select pggit.configure_tracking(ignore_schemas => array['cache'])`);
    const { stderr, exitCode } = await run(['snapshot', join(folder, 'cache')], { url: db.url });
    expect(exitCode).toBe(4);
    expect(stderr.split('\n')).toEqual([
      'warning: needed, but not tracked: schema cache (schema cache is in ignore_schemas)',
      'warning: needed, but not tracked: table cache.rows (schema cache is in ignore_schemas)',
    ]);
  });

  it.runIf(process.platform === 'linux')('ends at once where no folder can be made', async () => {
    const { exitCode, stderr } = await run(['snapshot', '/proc/nope/deep'], { url: db.url });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('error: cannot write to /proc/nope/deep: ENOENT');
  });

  it('refuses a folder that is not empty, and what is none', async () => {
    await writeFile(join(folder, 'file'), '');
    const full = await run(['snapshot', folder], { url: db.url });
    expect(full.exitCode).toBe(2);
    expect(full.stderr).toContain(`error: ${folder} is not empty`);
    const file = await run(['snapshot', join(folder, 'file')], { url: db.url });
    expect(file.exitCode).toBe(2);
    expect(file.stderr).toContain('error: cannot use');
  });

  it('says which ref it does not know, and writes nothing', async () => {
    const target = join(folder, 'none');
    const { exitCode, stderr } = await run(['snapshot', target, '--ref', 'nowhere'], {
      url: db.url,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('there is no ref');
    await expect(readdir(target)).rejects.toThrow();
  });
});
