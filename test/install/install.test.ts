import { engineVersion, install, isPgGitError, pggit, type Queryable, verify } from '@pggit/core';
import { bundledEngine } from '@pggit/core/engine';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';

/** Changes whenever a function, table or trigger of pggit is written anew. */
async function writtenBy(client: Queryable): Promise<unknown[]> {
  const { rows } = await client.query(`
    select 'function', oid, xmin::text from pg_proc where pronamespace = 'pggit'::regnamespace
    union all
    select 'relation', oid, xmin::text from pg_class where relnamespace = 'pggit'::regnamespace
    union all
    select 'event trigger', oid, xmin::text from pg_event_trigger
    order by 1, 2`);
  return rows;
}

describe('install', () => {
  const db = useDatabase({ engine: false, per: 'test' });

  it('installs into an empty database', async () => {
    const report = await install(db.client);
    expect(report).toMatchObject({
      action: 'installed',
      engineVersion,
      mode: 'event',
      migrations: bundledEngine.migrations.map(({ name }) => name),
      dropped: [],
    });
    expect(report).not.toHaveProperty('previousVersion');
    expect(await verify(db.client)).toEqual([]);
  });

  it('makes a baseline of what is there, so that HEAD always exists', async () => {
    await db.client.query(`
      create schema app;
      create table app.orders (id int primary key, total numeric(10, 2));
      create view app.totals as select sum(total) from app.orders`);
    const report = await install(db.client);
    const [head, ...older] = await pggit(db.client).log();
    expect(head?.commitId).toBe(report.baselineCommit);
    expect(older).toEqual([]);
    const identities = (await pggit(db.client).show()).map(({ identity }) => identity);
    expect(identities).toEqual(
      expect.arrayContaining(['app', 'app.orders', 'app.orders_pkey', 'app.totals']),
    );
    expect(await pggit(db.client).status()).toEqual([]);
  });

  it('does nothing the second time', async () => {
    await install(db.client);
    const before = await writtenBy(db.client);
    const report = await install(db.client);
    expect(report).toEqual({
      action: 'unchanged',
      engineVersion,
      previousVersion: engineVersion,
      mode: 'event',
      migrations: [],
      dropped: [],
    });
    expect(await writtenBy(db.client)).toEqual(before);
  });

  it('repairs what is missing or altered', async () => {
    await install(db.client);
    await db.client.query(`
      set pggit.tracking = off;
      drop function pggit.log(text);
      create or replace function pggit.status() returns table (
        state text, change text, kind text, identity text, deployment_id uuid)
        language sql as 'select null, null, null, null, null::uuid where false';
      drop event trigger pggit_ddl_trigger`);
    expect(await install(db.client)).toMatchObject({ action: 'upgraded', mode: 'event' });
    expect(await verify(db.client)).toEqual([]);
  });

  it('takes a pool and leaves its clients clean', async () => {
    const pool = db.pool({ max: 1 });
    await install(pool);
    const { rows } = await pool.query(
      "select current_setting('search_path') as path, current_setting('pggit.tracking', true) as off",
    );
    expect(rows[0].path).not.toBe('');
    expect(rows[0].off).not.toBe('off');
  });

  it('refuses a connection inside a transaction', async () => {
    await db.client.query('begin');
    const error = await install(db.client).catch((e) => e);
    expect(isPgGitError(error, 'transaction_open')).toBe(true);
    await db.client.query('rollback');
  });

  it('refuses a schema of that name that is something else', async () => {
    await db.client.query('create schema pggit; create table pggit.objects (id int)');
    await expect(install(db.client)).rejects.toMatchObject({
      code: 'schema_occupied',
      objects: ['table pggit.objects'],
    });
  });

  it('takes an empty schema that an administrator made for it', async () => {
    await db.client.query('create schema pggit');
    expect(await install(db.client)).toMatchObject({ action: 'installed' });
  });

  it('does not depend on the settings of the role', async () => {
    await db.client.query(`
      set search_path = nowhere;
      set default_transaction_isolation = serializable;
      set default_transaction_read_only = on;
      set quote_all_identifiers = on;
      set intervalstyle = iso_8601;
      set statement_timeout = '20ms'`);
    expect(await install(db.client)).toMatchObject({ action: 'installed' });
    await db.client.query('set statement_timeout = 0');
    expect(await verify(db.client)).toEqual([]);
  });
});
