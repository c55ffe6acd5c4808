import { install, pggit } from '@pggit/core';
import { bundledEngine, type EngineSource } from '@pggit/core/engine';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { commitsOf, headOf, shown, statusOf } from '../sql/history/readback.js';
import { faultsIn } from '../sql/history/soundness.js';

/** The engine as it would be if it did not model procedures. */
function engineWithoutProcedures(): EngineSource {
  const views = bundledEngine.views.map(({ name, sql }) => ({
    name,
    sql: sql.replace(/\n *\('procedure',.*\n/, '\n'),
  }));
  expect(views).not.toEqual(bundledEngine.views);
  return { ...bundledEngine, views, checksum: 'without procedures' };
}

/** The engine as it would be if it did not know Knex. */
function engineWithoutKnex(): EngineSource {
  const functions = bundledEngine.functions.map(({ name, sql }) => ({
    name,
    sql: sql.replace(/\n *\('knex',[^)]*\),/, ''),
  }));
  expect(functions).not.toEqual(bundledEngine.functions);
  return { ...bundledEngine, functions, checksum: 'without Knex' };
}

describe('an upgrade to an engine that knows more tools', () => {
  const db = useDatabase({ engine: false, per: 'test' });
  const KNEX =
    'create table public.knex_migrations (id serial primary key, name varchar(255), batch int, migration_time timestamptz)';

  it('links their tables from then on, tracks them no longer, and backfills what is there', async () => {
    await install(db.client, { engine: engineWithoutKnex() });
    await db.client.query(KNEX);
    await db.client.query(`begin; create table public.a ();
      insert into public.knex_migrations (name) values ('a.js'); commit`);
    const commit = await headOf(db.client);
    expect(await shown(db.client)).toEqual(['added table public.a']);

    await install(db.client);
    expect(await shown(db.client)).toEqual([
      'untracked index public.knex_migrations_pkey',
      'untracked sequence public.knex_migrations_id_seq',
      'untracked table public.knex_migrations',
    ]);
    expect(await statusOf(db.client)).toEqual([]);
    await db.client.query("insert into public.knex_migrations (name) values ('b.js')");
    await pggit(db.client).backfillLinks();
    expect(await pggit(db.client).migrations()).toMatchObject([
      { migrationKey: 'b.js', migrationId: '2', toolName: 'knex' },
      { migrationKey: 'a.js', migrationId: '1', pggitCommitId: commit },
    ]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('leaves a team’s own entry for such a tool as it is', async () => {
    await install(db.client, { engine: engineWithoutKnex() });
    await pggit(db.client).registerMigrationTool({
      toolName: 'knex',
      tablePattern: 'knex_migrations',
      keyColumns: ['batch', 'name'],
    });
    await install(db.client);
    await db.client.query(
      `${KNEX}; insert into public.knex_migrations (name, batch) values ('a.js', 7)`,
    );
    expect(await pggit(db.client).migrations()).toMatchObject([{ migrationKey: '7::a.js' }]);
  });
});

describe('an upgrade to an engine that sees more', () => {
  const db = useDatabase({ engine: false, per: 'test' });

  const given = async () => {
    await db.client.query('create table public.t (id int)');
    await install(db.client, { engine: engineWithoutProcedures() });
    await db.client.query(`
      create procedure public.p() language sql as 'select 1';
      begin; select pggit.pause_tracking('1 hour');
      create table public.unseen (); alter table public.t add unseen int;
      select pggit.resume_tracking(); commit`);
    expect(await statusOf(db.client)).toEqual([
      'drift changed table public.t',
      'drift added table public.unseen',
    ]);
  };

  it('commits what it sees now, and nothing that was drift before', async () => {
    await given();
    expect(await install(db.client)).toMatchObject({ action: 'upgraded' });
    expect(await commitsOf(db.client)).toMatchObject([
      { message: 'upgrade: added procedure public.p()', changes: 1, deployment: null },
    ]);
    expect(await shown(db.client)).toEqual(['added procedure public.p()']);
    expect(await statusOf(db.client)).toEqual([
      'drift changed table public.t',
      'drift added table public.unseen',
    ]);
    await db.client.query('select pggit.capture()');
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('makes no commit when there is nothing it sees anew', async () => {
    await install(db.client, { engine: engineWithoutProcedures() });
    await db.client.query('create table public.t (id int)');
    await install(db.client);
    expect(await commitsOf(db.client)).toMatchObject([{ message: 'added table public.t' }]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('leaves all of it as drift when the old engine is too damaged to ask', async () => {
    await given();
    await db.client.query('drop function pggit.status()');
    expect(await install(db.client)).toMatchObject({ action: 'upgraded' });
    expect(await commitsOf(db.client)).toEqual([]);
    expect(await statusOf(db.client)).toContain('drift added procedure public.p()');
  });

  it('links history tables that the old engine did not recognise', async () => {
    await install(db.client);
    await db.client.query(`
      set pggit.tracking = off;
      create table public.pgmigrations (id int, name text, run_on timestamp);
      drop event trigger pggit_ddl_trigger;
      reset pggit.tracking`);
    await install(db.client);
    await db.client.query("insert into public.pgmigrations values (1, '1_a', now())");
    const { rows } = await db.client.query('select migration_key from pggit.external_migrations');
    expect(rows).toEqual([{ migration_key: '1_a' }]);
    expect(await faultsIn(db.client)).toEqual([]);
  });
});
