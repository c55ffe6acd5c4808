import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { shown } from '../history/readback.js';
import { faultsIn } from '../history/soundness.js';
import { createHistoryTable } from './history-table.js';
import { historyTables, linksOf } from './readback.js';

describe('a table that only looks like a history table', () => {
  const db = useDatabase({ per: 'test' });

  it('is tracked like any other when it has other columns', async () => {
    const session = await db.connect();
    await session.query('create table public.pgmigrations (id int primary key, title text)');
    await session.query("insert into public.pgmigrations values (1, 'birds')");
    expect(await shown(db.client)).toEqual([
      'added index public.pgmigrations_pkey',
      'added table public.pgmigrations',
    ]);
    expect(await historyTables(db.client)).toEqual({});
    expect(await linksOf(db.client)).toEqual([]);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('is tracked like any other when it has another name', async () => {
    const session = await db.connect();
    for (const name of ['pgmigrations2', 'my_pgmigrations', 'migrated']) {
      await createHistoryTable(session, `public.${name}`);
      expect(await shown(db.client)).toContain(`added table public.${name}`);
    }
    expect(await historyTables(db.client)).toEqual({});
  });

  it('is left alone when it is temporary', async () => {
    const session = await db.connect();
    await session.query(
      'create temp table pgmigrations (id serial primary key, name text, run_on timestamp)',
    );
    await session.query("insert into pgmigrations (name, run_on) values ('1_a', now())");
    expect(await historyTables(db.client)).toEqual({});
    expect(await linksOf(db.client)).toEqual([]);
  });

  it('is left alone when it is a view', async () => {
    const session = await db.connect();
    await session.query(
      "create view public.pgmigrations as select 1 as id, 'x' as name, now() as run_on",
    );
    expect(await shown(db.client)).toEqual(['added view public.pgmigrations']);
    expect(await historyTables(db.client)).toEqual({});
  });
});

describe('a history table', () => {
  const db = useDatabase({ per: 'test' });

  it('is not tracked, nor its sequence and index, and ignored_objects says why', async () => {
    const session = await db.connect();
    await session.query('create schema ops');
    await createHistoryTable(session, 'ops.pgmigrations');
    expect(await shown(db.client)).toEqual(['added schema ops']);
    const { rows } = await db.client.query(
      'select kind, identity, rule from pggit.ignored_objects()',
    );
    expect(rows.map(({ kind, identity }) => `${kind} ${identity}`).sort()).toEqual([
      'index ops.pgmigrations_pkey',
      'sequence ops.pgmigrations_id_seq',
      'table ops.pgmigrations',
    ]);
    for (const { rule } of rows) expect(rule).toContain('ops.pgmigrations');
  });

  it('is not tracked when it is altered, indexed, commented, granted or renamed parts of', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    const { rows: before } = await db.client.query('select count(*) from pggit.commits');
    await session.query('alter table public.pgmigrations add column note text');
    await session.query('create unique index on public.pgmigrations (name)');
    await session.query("comment on table public.pgmigrations is 'tool'");
    await session.query('grant select on public.pgmigrations to public');
    await session.query('alter index public.pgmigrations_name_idx rename to by_name');
    await session.query('drop table public.pgmigrations');
    const { rows: after } = await db.client.query('select count(*) from pggit.commits');
    expect(after).toEqual(before);
    expect(await faultsIn(db.client)).toEqual([]);
  });

  it('does not hide what is built upon it', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await session.query('create view public.applied as select name from public.pgmigrations');
    expect(await shown(db.client)).toEqual(['added view public.applied']);
  });
});
