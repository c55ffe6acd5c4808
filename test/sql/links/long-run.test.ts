import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { begin, end } from '../deployments/session.js';
import { RowsRead } from '../rows-read.js';
import { createHistoryTable, migrate, record } from './history-table.js';
import { attributedSteps } from './readback.js';

const MIGRATIONS = 40;

describe('a long run of migrations', () => {
  const db = useDatabase({ per: 'test' });

  it.each([
    { row: 'in their transactions', separate: false },
    { row: 'in transactions of their own', separate: true },
  ])('reads at the last as much as at the first, with rows $row', async ({ separate }) => {
    const session = await db.connect();
    await createHistoryTable(session);
    await begin(session, 'up');
    const rowsRead = await RowsRead.of(session);
    const read: number[] = [];
    for (let number = 1; number <= MIGRATIONS; number += 1) {
      let rows = 0;
      await session.query('begin');
      await session.query(
        `create table public.t${number} (id serial primary key, code text unique)`,
      );
      if (separate) {
        rows += await rowsRead.atCommit();
        await session.query('begin');
      }
      await record(session, `m${number}`);
      rows += await rowsRead.atCommit();
      read.push(rows);
    }
    await end(session);
    // Before the tenth, plans are made and caches filled.
    const [early, late] = [read.slice(10, 20), read.slice(-10)].map((some) => Math.min(...some));
    expect(late).toBeLessThan((early ?? 0) * 1.1);
  });

  it('links what it staged whatever has become of its settings', async () => {
    const session = await db.connect();
    await createHistoryTable(session);
    await begin(session, 'up');
    await migrate(session, 'm1', 'create table public.a ()');
    await session.query('create table public.b ()');
    await session.query('begin; savepoint s');
    await record(session, 'taken back');
    await session.query('rollback to s; commit');
    await record(session, 'm2');
    await session.query('create table public.c ()');
    await session.query('reset pggit.linked_through');
    await record(session, 'm3');
    await session.query('create table public.d ()');
    await session.query("set pggit.linked_through = 'anything'");
    await record(session, 'm4');
    await end(session);
    expect(await attributedSteps(db.client)).toEqual([
      'added public.a by m1 up',
      'added public.b by m2 up',
      'added public.c by m3 up',
      'added public.d by m4 up',
    ]);
  });
});
