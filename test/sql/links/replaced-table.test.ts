import { type TestRole, uniqueRole, useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { createHistoryTable, record } from './history-table.js';
import { linksOf } from './readback.js';

/**
 * Reading a history table happens with the rights of pggit's owner. Whoever owns the table may change it
 * in the moment between the look at it and the reading: it must not become code that runs with them.
 */
describe('a history table that becomes something else while a backfill waits for it', () => {
  const db = useDatabase({ per: 'test' });
  let attacker: TestRole;
  let session: pg.Client;

  beforeEach(async () => {
    attacker = await uniqueRole(db.client);
    await db.client.query(`create schema mine authorization ${attacker.name}`);
    session = await db.connect({ user: attacker.name, password: attacker.password });
    await createHistoryTable(session, 'mine.pgmigrations');
    await record(session, '1_a', 'mine.pgmigrations');
    await db.client.query('delete from pggit.external_migrations');
    await session.query(`
      create table mine.ran (role text); grant all on mine.ran to public;
      create type mine.evil as (name text);
      create function mine.run(text) returns text language plpgsql volatile as $$
        begin insert into mine.ran values (current_user); return $1; end $$;
      create function mine.to_json(mine.evil) returns json language plpgsql as $$
        begin return to_json(mine.run($1.name)); end $$;
      create cast (mine.evil as json) with function mine.to_json(mine.evil)`);
  });

  /** What the backfill came to that found the table locked by `change`, which is then committed. */
  async function backfillDuring(change: string): Promise<unknown> {
    const superuser = await db.connect();
    await session.query(`begin; ${change}`);
    const backfill = superuser
      .query("select * from pggit.backfill_links('mine.pgmigrations')")
      .then(
        ({ rows }) => rows,
        ({ message }) => message,
      );
    await expect
      .poll(async () => {
        const { rows } = await db.client.query(
          `select count(*)::int as waiting from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rows[0].waiting;
      })
      .toBe(1);
    await session.query('commit');
    return backfill;
  }

  it.each([
    [
      'a view',
      `drop table mine.pgmigrations;
       create view mine.pgmigrations as
         select 1 as id, mine.run('2_b')::varchar as name, now()::timestamp as run_on, '7'::text as xmin`,
    ],
    [
      'a table with a column of a type of theirs',
      `alter table mine.pgmigrations alter column name type mine.evil using row(name)::mine.evil`,
    ],
    [
      'another table under its name',
      `alter table mine.pgmigrations rename to kept;
       create table mine.pgmigrations (id int, name mine.evil, run_on timestamp);
       insert into mine.pgmigrations values (1, row('2_b'), now())`,
    ],
  ])('%s runs none of its code', async (_, change) => {
    await backfillDuring(change);
    expect((await db.client.query('select * from mine.ran')).rows).toEqual([]);
    expect((await linksOf(db.client)).map(({ key }) => key)).not.toContain('2_b');
  });
});
