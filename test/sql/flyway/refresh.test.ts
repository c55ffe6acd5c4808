import { refreshCallbackSql } from '@pggit/flyway';
import { useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { headOf } from '../history/readback.js';
import { CALLED, HISTORY, migrate } from './run.js';

const db = useDatabase({ per: 'test' });

describe('the refresh after a run of Flyway', () => {
  let event: pg.Client;
  let said: string[];

  beforeEach(async () => {
    await db.client.query(`${HISTORY};
      create table public.sales (id int);
      create table public.people (id int);
      create materialized view public.totals as select count(*) as n from public.sales;
      create materialized view public.doubled as select n * 2 as n from public.totals;
      create materialized view public.crowd as select count(*) as n from public.people;
      insert into public.sales values (1);
      insert into public.people values (1)`);
    event = await db.connect();
    said = [];
    event.on('notice', ({ severity, message = '' }) => {
      said.push(`${severity}: ${message.replace(/\d+ ms$/, 'TIME')}`);
    });
  });

  /** One migration, from its announcement to the callback after all. */
  const run = async (statement: string, callback = 'applied') => {
    const [main, migration] = [await db.connect(), await db.connect()];
    await migrate({ main, migration }, 1, [statement]);
    await event.query(`select pggit.flyway_after_${callback}(${CALLED})`);
  };
  const refresh = () => event.query(refreshCallbackSql());
  const contents = async () => {
    const { rows } = await db.client.query(
      `select (select n from public.totals)::int as totals, (select n from public.doubled)::int as doubled,
         (select n from public.crowd)::int as crowd`,
    );
    return rows[0];
  };

  it('is of the views that read what its commit changed, in order, whoever committed since', async () => {
    await run('alter table public.sales add note text');
    await db.client.query('alter table public.people add note text');
    const head = await headOf(db.client);
    await refresh();

    expect(said).toEqual([
      'NOTICE: pggit: refresh 1/2 public.totals: TIME',
      'NOTICE: pggit: refresh 2/2 public.doubled: TIME',
    ]);
    expect(await contents()).toEqual({ totals: 1, doubled: 2, crowd: 0 });
    expect(await headOf(db.client)).toBe(head);
  });

  it('is done once, and not at all where the run failed, changed nothing or ends with another', async () => {
    await run('alter table public.sales add note text', 'error');
    await refresh();
    expect(said).toEqual([]);

    await run('alter table public.people add note text');
    await refresh();
    expect(said.splice(0)).toHaveLength(1);
    await refresh();
    // It had nothing to do, in a session that has ended another run before.
    await run('select 1');
    await event.query(`select pggit.flyway_after_applied(${CALLED})`);
    await refresh();
    expect(said).toEqual([]);
    expect(await contents()).toEqual({ totals: 0, doubled: 0, crowd: 1 });
  });

  it('warns of a view that it cannot refresh, by its name, and goes on', async () => {
    await db.client.query(`drop materialized view public.doubled;
      create materialized view public.broken as select 1 / (id - 1) as n from public.sales with no data;
      create materialized view public.doubled as select n * 2 as n from public.totals`);
    await run('alter table public.sales add note text');
    await refresh();

    expect(said).toEqual([
      'NOTICE: pggit: refresh 1/3 public.totals: TIME',
      'WARNING: pggit: refresh 2/3 public.broken: failed: division by zero',
      'NOTICE: pggit: refresh 3/3 public.doubled: TIME',
    ]);
    expect(await contents()).toMatchObject({ totals: 1, doubled: 2 });
  });

  it('waits for nobody without an end who reads a view', async () => {
    await run('alter table public.people add note text');
    const reader = await db.connect();
    await reader.query('begin; select * from public.crowd');
    await refresh();

    expect(said).toEqual([
      'WARNING: pggit: refresh 1/1 public.crowd: failed: canceling statement due to lock timeout',
    ]);
  });

  it('stops where it is cancelled, and what was refreshed before stays', async () => {
    await db.client.query(`drop materialized view public.doubled;
      create materialized view public.slow as
        select count(*) as n, pg_sleep(10)::text as slept from public.sales with no data;
      create materialized view public.doubled as select n * 2 as n from public.totals`);
    await run('alter table public.sales add note text');
    await event.query("set statement_timeout = '1500ms'");
    await refresh();

    expect(said).toEqual([
      'NOTICE: pggit: refresh 1/3 public.totals: TIME',
      'WARNING: pggit: refresh 2/3 public.slow: failed: canceling statement due to statement timeout',
    ]);
    expect(await contents()).toMatchObject({ totals: 1, doubled: 0 });
  });

  it('steps aside where a conflict would be found at its COMMIT', async () => {
    await run('alter table public.people add note text');
    await event.query("set default_transaction_isolation = 'serializable'");
    await refresh();

    expect(said).toEqual([
      'WARNING: pggit: materialized views were not refreshed: this session is serializable by default',
    ]);
  });

  it('is nothing for an engine that does not know it, or a damaged one', async () => {
    await run('alter table public.people add note text');
    await db.client.query('alter table pggit.live_objects rename to gone');
    await refresh();
    expect(said.splice(0)).toMatchObject([
      expect.stringContaining('WARNING: pggit: materialized views were not refreshed: '),
    ]);
    await db.client.query('drop function pggit.flyway_refresh()');
    await refresh();
    expect(said).toEqual([]);
  });

  it('is nobody’s where the deployment is ended by who began it', async () => {
    const [main, migration, owner] = [await db.connect(), await db.connect(), await db.connect()];
    const { rows } = await owner.query("select pggit.begin_deployment('release') as id");
    await migration.query('select pggit.join_deployment($1)', [rows[0].id]);
    await migrate({ main, migration }, 1, ['alter table public.people add note text']);
    await event.query(`select pggit.flyway_after_applied(${CALLED})`);
    await refresh();
    expect(said).toEqual([]);
  });
});
