import { useDatabase } from '@pggit/testing';
import type pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { expectationsOf, SOUND } from '../sql/kinds/observer.js';

/**
 * Two sessions, of which the first holds something of pggit's and waits for a table of the second's,
 * while the second wants what the first holds for its COMMIT. If pggit waited as PostgreSQL's locks do,
 * that would be a deadlock, and its victim the one who has waited for a second: the first one's DDL.
 */
interface Meeting {
  readonly first: string;
  readonly second: string;
  readonly level?: string;
  /** How long the first one has waited when the second commits; the check is after a second. */
  readonly waited: number;
}

const MEETINGS: Record<string, Meeting> = {
  'the branch': {
    first: 'set constraints all immediate; create table public.by_first ()',
    second: 'create table public.by_second ()',
    waited: 600,
  },
  'the row of an object': {
    first: `select pggit.begin_deployment('first'); set constraints all immediate;
            comment on function public.f() is 'first'`,
    second: 'grant execute on function public.f() to pg_monitor',
    waited: 600,
  },
  'a view that is described': {
    first: 'alter view public.v set (security_barrier)',
    second: 'alter table public.orders rename column total to amount',
    waited: 900,
  },
  'the turn of a serializable transaction': {
    first: 'set constraints all immediate; create table public.by_first ()',
    second: 'create table public.by_second ()',
    level: 'serializable',
    waited: 600,
  },
};

describe('a wait for what pggit shares among sessions', () => {
  const db = useDatabase({ per: 'test' });

  beforeEach(async () => {
    await db.client.query(`
      create table public.shared (id int);
      create table public.orders (id int, total int);
      create view public.v as select total from public.orders;
      create function public.f() returns int language sql as 'select 1'`);
  });

  const inTransaction = async (work: string, level = 'read committed'): Promise<pg.Client> => {
    const session = await db.connect();
    await session.query(`begin isolation level ${level}; ${work}`);
    return session;
  };

  for (const [name, { first, second, level, waited }] of Object.entries(MEETINGS)) {
    it(`is no part of a deadlock: ${name}`, async () => {
      const holder = await inTransaction(first, level);
      const other = await inTransaction(
        `alter table public.shared add column second int; ${second}`,
        level,
      );
      const waiting = holder.query('alter table public.shared add column first int').then(
        () => 'done',
        ({ code }) => code,
      );
      await new Promise((resolve) => setTimeout(resolve, waited));
      await other.query('commit');
      expect(await waiting).toBe('done');
      await holder.query('commit');
      await holder.query(
        'select pggit.end_deployment() where pggit.current_deployment() is not null',
      );

      const { rows } = await db.client.query(
        `select array_agg(attname::text order by attnum) as columns from pg_attribute
          where attrelid = 'public.shared'::regclass and attnum > 0`,
      );
      expect(rows).toEqual([{ columns: ['id', 'second', 'first'] }]);
      await db.client.query('select pggit.capture()');
      expect({ ...(await expectationsOf(db.client)), errors: [] }).toEqual(SOUND);
    });
  }
});
