import { useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { shown, statusOf } from '../history/readback.js';
import { createHistoryTable, record } from './history-table.js';
import { linksOf } from './readback.js';

/** `quote_all_identifiers` makes the server write "public"."orders" for whoever asks it for a name. */
describe('a session that has all identifiers quoted', () => {
  const db = useDatabase({ per: 'test' });
  let quoting: pg.Client;

  beforeEach(async () => {
    quoting = await db.connect({ options: '-c quote_all_identifiers=on' });
  });

  const sources = async () => [
    ...(await db.client.query('select source, attached from pggit.history_tables')).rows,
    ...(await linksOf(db.client)).map(({ key, source }) => [key, source]),
  ];

  it('knows a history table by the name that others know', async () => {
    await createHistoryTable(quoting);
    await record(quoting, '1_a');
    await record(db.client, '2_b');
    const known = [
      { source: 'public.pgmigrations', attached: true },
      ['1_a', 'public.pgmigrations'],
      ['2_b', 'public.pgmigrations'],
    ];
    expect(await sources()).toEqual(known);
    await quoting.query('select * from pggit.backfill_links(); select pggit.capture()');
    expect(await sources()).toEqual(known);
    expect((await quoting.query('select source, attached from pggit.history_tables')).rows).toEqual(
      known.slice(0, 1),
    );

    await quoting.query('alter table public.pgmigrations rename to other');
    await record(quoting, '3_c', 'public.other');
    expect(await sources()).toEqual([
      { source: 'public.other', attached: true },
      ['1_a', 'public.other'],
      ['2_b', 'public.other'],
      ['3_c', 'public.other'],
    ]);
    await quoting.query('select pggit.capture()');
    expect(await statusOf(db.client)).toEqual([]);
  });

  it('finds a history table again after a restore, and follows its rename', async () => {
    await createHistoryTable(db.client);
    await record(db.client, '1_a');
    // As after a dump and restore, where every oid is another one.
    await db.client.query(`
      update pggit.watched_tables set relation = relation::bigint + 5000000;
      update pggit.settings set value = to_jsonb(1) where name = 'catalog'`);
    await quoting.query('select pggit.capture()');
    await quoting.query('alter table public.pgmigrations rename to other');
    await record(quoting, '2_b', 'public.other');
    expect(await sources()).toEqual([
      { source: 'public.other', attached: true },
      ['1_a', 'public.other'],
      ['2_b', 'public.other'],
    ]);
  });

  it('has a table that was declared before recognised when it makes it', async () => {
    await quoting.query(`select pggit.watch_history_table('ops.schema_log', 'node-pg-migrate')`);
    await quoting.query('create schema ops');
    await createHistoryTable(quoting, 'ops.schema_log');
    await record(quoting, '1_a', 'ops.schema_log');
    expect(await sources()).toEqual([
      { source: 'ops.schema_log', attached: true },
      ['1_a', 'ops.schema_log'],
    ]);
  });

  it('is told and recorded by the rules that others are', async () => {
    await quoting.query(`select pggit.configure_tracking(ignore_schemas => array['query'])`);
    await quoting.query('create schema query; create table query.t (); create table public.t ()');
    await db.client.query('create table query.u ()');
    expect(await shown(db.client)).toEqual(['added table public.t']);
    const rules = 'select distinct rule from pggit.ignored_objects()';
    const counts = 'select rule from pggit.ignored_by_rule';
    for (const session of [quoting, db.client]) {
      expect((await session.query(rules)).rows).toEqual([
        { rule: 'schema query is in ignore_schemas' },
      ]);
      expect((await session.query(counts)).rows).toEqual([
        { rule: 'schema query is in ignore_schemas' },
      ]);
    }
    expect(await statusOf(quoting)).toEqual([]);
  });
});
