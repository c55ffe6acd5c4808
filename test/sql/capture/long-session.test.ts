import { useDatabase } from '@pggit/testing';
import { describe, expect, it } from 'vitest';
import { RowsRead } from '../rows-read.js';

const TIMES = 24;

// A session keeps its plans, and makes these while the catalog is small and not analysed.
describe('a session that began with a small catalog', () => {
  const db = useDatabase({ per: 'file' });

  it('reads no more for its last command of a kind than for its first ones', async () => {
    const session = await db.connect();
    const rowsRead = await RowsRead.of(session);
    for (const command of [
      (n: number) => `create table public.t${n} (id serial primary key, code text unique)`,
      (n: number) => `alter table public.t${n} add column total int default 1`,
      (n: number) => `create index on public.t${n} (total)`,
      (n: number) => `create view public.v${n} as select * from public.t${n}`,
      (n: number) => `comment on table public.t${n} is 'x'`,
      (n: number) => `alter table public.t${n} rename to r${n}`,
      (n: number) => `alter table public.r${n} rename column code to name`,
      (n: number) => `create policy p on public.r${n}`,
      (n: number) => `drop table public.r${n} cascade`,
    ]) {
      const read: number[] = [];
      for (let number = 1; number <= TIMES; number += 1) {
        await session.query('begin');
        await session.query(command(number));
        read.push(await rowsRead.atCommit());
      }
      const early = Math.min(...read.slice(5, 12));
      expect(Math.min(...read.slice(-6)), command(0)).toBeLessThan(early * 1.1 + 5);
      // The first command of all reads the whole catalog once, to fill caches.
      expect(early, command(0)).toBeLessThan(150);
    }
  });
});
