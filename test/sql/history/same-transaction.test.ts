import { isolatedServer } from '@pggit/testing';
import type pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';

/**
 * A server of its own, because `track_commit_timestamp` needs a start: a transaction and all its
 * subtransactions (capture runs in one, so xmin alone would not do) share one commit time, to the
 * microsecond, so equal times are the same transaction.
 */
describe('capture and the transaction it belongs to', () => {
  const server = isolatedServer({ settings: { track_commit_timestamp: 'on' } });
  let session: pg.Client;
  let other: pg.Client;

  beforeAll(async () => {
    const { url } = await server.createDatabase({ engine: true });
    session = await server.connect(url);
    other = await server.connect(url);
    await session.query(`create table public.pgmigrations
      (id serial primary key, name varchar(255) not null, run_on timestamp not null)`);
  });

  it('makes the commit inside the transaction that made the change', async () => {
    await session.query('begin');
    await session.query('create table public.orders (id int)');
    const { rows } = await session.query('select pg_current_xact_id()::text as xid');
    await session.query('commit');
    const commit = await other.query(
      `select c.transaction_id::text as xid,
              pg_xact_commit_timestamp(c.xmin) = pg_xact_commit_timestamp(t.xmin) as together
         from pggit.commits c, pg_class t
        where c.commit_id = (select commit_id from pggit.branches where name = 'main')
          and t.oid = 'public.orders'::regclass`,
    );
    expect(commit.rows).toEqual([{ xid: rows[0].xid, together: true }]);
  });

  it('writes the link inside the transaction that wrote the history row', async () => {
    await session.query(
      "insert into public.pgmigrations (name, run_on) values ('1_orders', now())",
    );
    const { rows } = await other.query(
      `select pg_xact_commit_timestamp(m.xmin) = pg_xact_commit_timestamp(h.xmin) as together
         from pggit.external_migrations m
         join public.pgmigrations h on h.name = m.migration_key`,
    );
    expect(rows).toEqual([{ together: true }]);
  });
});
