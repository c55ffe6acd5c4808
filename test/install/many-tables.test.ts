import { install } from '@pggit/core';
import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { headOf, shown, stateHash } from '../sql/history/readback.js';

const TABLES = 5000;

describe('an installation into a database of 5,000 tables', () => {
  const db = useDatabase({ engine: false });

  it('has every one of them in its baseline', { timeout: 60_000 }, async () => {
    // In small transactions: each table takes a lock until the end of its own.
    await db.client.query(`
      create procedure public.fill() language plpgsql as $f$
      begin
        for i in 1 .. ${TABLES} loop
          execute format('create table public.t%s (id int, amount int)', i);
          if i % 500 = 0 then commit; end if;
        end loop;
      end $f$`);
    await db.client.query('call public.fill()');

    const started = performance.now();
    const report = await install(db.client);
    console.log(`${TABLES} tables: installed in ${Math.round(performance.now() - started)} ms`);

    expect(report).toMatchObject({ action: 'installed', mode: 'event' });
    const other = await db.connect();
    expect(await headOf(other)).toBe(report.baselineCommit);
    const { rows } = await other.query('select message, changes from pggit.log()');
    expect(rows).toEqual([{ message: 'baseline', changes: TABLES + 2 }]); // public and fill()
    expect(await stateHash(other, 'HEAD')).toBe(await stateHash(other, 'live'));

    await db.client.query('alter table public.t4999 add more int');
    expect(await shown(other)).toEqual(['changed table public.t4999']);
  });
});
