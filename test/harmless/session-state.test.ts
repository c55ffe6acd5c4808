import { useDatabase } from '@pggit/testing';
import type { ClientBase } from 'pg';
import { describe, expect, it } from 'vitest';
import { expectationsOf, SOUND } from '../sql/kinds/observer.js';
import { GROUND, ordinaryDdl } from './ordinary-ddl.js';

const db = useDatabase({ per: 'test' });

const UNUSUAL = `set lock_timeout = '3s'; set statement_timeout = '1min'; set jit = on;
  set search_path = ground, public; set timezone = 'Asia/Kolkata'; set datestyle = 'German';
  set enable_seqscan = off; set constraint_exclusion = on; set role pg_read_all_data; reset role;
  set application_name = 'their tool'; set my.own = 'x';
  do $$ begin null; end $$`; // loads PL/pgSQL, which brings settings of its own

/** All settings of the session but the ones pggit keeps its notes of the transaction in. */
async function settingsOf(session: ClientBase): Promise<unknown[]> {
  const { rows } = await session.query(
    `select name, setting, source from pg_settings where name !~ '^pggit[.]' order by name`,
  );
  return rows;
}

describe('a session after DDL', () => {
  it('has its settings as they were, in the transaction and after it', async () => {
    await db.client.query(GROUND);
    const session = await db.connect();
    await session.query(UNUSUAL);
    const before = await settingsOf(session);
    await session.query('begin');
    for (const statement of ordinaryDdl(1)) await session.query(statement);
    expect(await settingsOf(session)).toEqual(before);
    await session.query('set constraints all immediate');
    expect(await settingsOf(session)).toEqual(before);
    await session.query('commit');
    expect(await settingsOf(session)).toEqual(before);
  });

  it('has its cursors, prepared statements, temporary tables and locks as they were', async () => {
    await db.client.query(GROUND);
    await db.client.query('insert into ground.orders select n, n from generate_series(1, 5) n');
    const session = await db.connect();
    await session.query(`
      create temp table mine as select 7 as a;
      prepare one as select count(*)::int as orders from ground.orders;
      select pg_advisory_lock(4711);
      listen news;
      begin; declare c cursor with hold for select n as id from generate_series(1, 5) n`);
    await session.query('fetch 2 from c');
    for (const statement of ordinaryDdl(1)) await session.query(statement);
    await session.query('commit');
    const answers = await session.query(`
      fetch 1 from c; execute one; select a from mine;
      select locktype, objid::int from pg_locks where pid = pg_backend_pid() and locktype <> 'virtualxid'
        and relation is null;
      select pg_listening_channels() as channel;
      select count(*)::int as tables from pg_class where relnamespace = pg_my_temp_schema()`);
    expect([answers].flat().map(({ rows }) => rows)).toEqual([
      [{ id: 3 }],
      [{ orders: 5 }],
      [{ a: 7 }],
      [{ locktype: 'advisory', objid: 4711 }],
      [{ channel: 'news' }],
      [{ tables: 1 }],
    ]);
  });

  it('may have become read-only in between: the DDL stays, its record is drift', async () => {
    await db.client.query(GROUND);
    const session = await db.connect();
    await session.query('begin; create table ground.early (id int); set transaction read only');
    await session.query('commit');
    const { rows } = await db.client.query(
      `select to_regclass('ground.early') is not null as made,
              array(select state || ' ' || change || ' ' || identity from pggit.status()) as status`,
    );
    expect(rows).toEqual([{ made: true, status: ['drift added ground.early'] }]);
    await db.client.query('select pggit.capture()');
    expect(await expectationsOf(db.client)).toEqual(SOUND);
  });

  it('that may write only when it says so, has its DDL recorded', async () => {
    const session = await db.connect({ options: '-c default_transaction_read_only=on' });
    await session.query('begin read write; create table public.written (id int); commit');
    await expect(session.query('create table public.refused (id int)')).rejects.toMatchObject({
      code: '25006',
    });
    expect(await expectationsOf(db.client)).toEqual(SOUND);
    const { rows } = await session.query('select identity from pggit.show()');
    expect(rows).toEqual([{ identity: 'public.written' }]);
  });
});
