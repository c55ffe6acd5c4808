import { type Finding, install, pggit, verify } from '@pggit/core';
import { postgresMajor, useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';

const brief = (findings: readonly Finding[]) =>
  findings.map(({ kind, object }) => `${kind} ${object}`).sort();

describe('verify', () => {
  const db = useDatabase({ per: 'test' });
  const change = (sql: string) => db.client.query(`set pggit.tracking = off; ${sql}`);

  it('finds nothing after an installation', async () => {
    expect(await verify(db.client)).toEqual([]);
  });

  it('finds altered functions, views, tables and grants', async () => {
    await change(`
      alter function pggit.log(text) volatile;
      create or replace view pggit.user_schemas (oid, name, quoted_name) as
        select oid, nspname, nspname::text from pg_namespace;
      alter table pggit.commits add note text;
      grant select on pggit.blobs to public`);
    expect(brief(await verify(db.client))).toEqual([
      'modified function pggit.log(text)',
      'modified table pggit.blobs',
      'modified table pggit.commits',
      'modified view pggit.user_schemas',
    ]);
  });

  it('finds missing parts', async () => {
    await change(`
      drop function pggit.log(text);
      drop index pggit.commits_transaction_idx;
      drop event trigger pggit_drop_trigger`);
    expect(brief(await verify(db.client))).toEqual([
      'missing event trigger pggit_drop_trigger',
      'missing function pggit.log(text)',
      'missing index pggit.commits_transaction_idx',
    ]);
  });

  it('finds a missing part that it looks for others with', async () => {
    await change('drop function pggit._history_entry(oid)');
    expect(brief(await verify(db.client))).toEqual(['missing function pggit._history_entry(oid)']);
  });

  it('finds what does not belong there', async () => {
    await change('create function pggit.log(int) returns int language sql as $$ select 1 $$');
    expect(brief(await verify(db.client))).toEqual(['unexpected function pggit.log(integer)']);
  });

  it('finds event triggers and table triggers that do not fire', async () => {
    await change(`
      alter event trigger pggit_ddl_trigger disable;
      alter table pggit.dirty_objects disable trigger finish_transaction`);
    expect(brief(await verify(db.client))).toEqual([
      'disabled event trigger pggit_ddl_trigger',
      'disabled trigger finish_transaction on pggit.dirty_objects',
    ]);
    // The trigger on a table is the engine's own affair; an event trigger is the administrator's.
    await install(db.client);
    expect(brief(await verify(db.client))).toEqual(['disabled event trigger pggit_ddl_trigger']);
    const [{ hint } = { hint: '' }] = await verify(db.client);
    await change(hint);
    expect(await verify(db.client)).toEqual([]);
  });

  it('finds history tables whose rows are not linked', async () => {
    await db.client.query(`
      create table public.pgmigrations
        (id serial primary key, name varchar(255) not null, run_on timestamp not null);
      alter table public.pgmigrations disable trigger zz_pggit_link`);
    expect(await verify(db.client)).toMatchObject([
      { kind: 'disabled', object: 'trigger zz_pggit_link on public.pgmigrations' },
    ]);
    await db.client.query('drop trigger zz_pggit_link on public.pgmigrations');
    const [finding, ...others] = await verify(db.client);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      kind: 'missing',
      object: 'trigger zz_pggit_link on public.pgmigrations',
    });
    await db.client.query(finding?.hint ?? '');
    expect(await verify(db.client)).toEqual([]);
  });

  it('gives a hint that can be run where the name of the table has a quote in it', async () => {
    await db.client.query(`
      create table public."Bob's history" (
        installed_rank int not null, version varchar(50), description varchar(200) not null,
        type varchar(20) not null, script varchar(1000) not null, checksum int,
        installed_by varchar(100) not null, installed_on timestamp not null default now(),
        execution_time int not null, success boolean not null);
      drop trigger zz_pggit_link on public."Bob's history"`);
    const [finding] = await verify(db.client);
    await db.client.query(finding?.hint ?? '');
    expect(await verify(db.client)).toEqual([]);
  });

  it('does not mind history tables that do not exist yet', async () => {
    await pggit(db.client).watchHistoryTable('ops.migrations', 'node-pg-migrate');
    expect(await verify(db.client)).toEqual([]);
  });

  it.skipIf(postgresMajor() < 17)('finds event triggers that are off altogether', async () => {
    const client = await db.connect({ options: '-c event_triggers=off' });
    expect(brief(await verify(client))).toEqual(['disabled setting event_triggers']);
  });

  it('works in a session that may not write', async () => {
    const client = await db.connect({ options: '-c default_transaction_read_only=on' });
    expect(await verify(client)).toEqual([]);
  });
});

describe('verify without pggit', () => {
  const db = useDatabase({ engine: false });

  it('says that it is not installed', async () => {
    expect(brief(await verify(db.client))).toEqual(['missing schema pggit']);
  });
});
