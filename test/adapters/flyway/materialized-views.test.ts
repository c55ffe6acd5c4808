import { useDatabase } from '@pggit/testing';
import { changesOf, leftOver, readHistory } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { flywayOf, PATIENCE, useFlywayProject } from './project.js';

const tool = await flywayOf();

describe.skipIf(tool === undefined)(
  'a repeatable migration of Flyway',
  { timeout: PATIENCE },
  () => {
    const db = useDatabase();
    const project = useFlywayProject(tool);

    it('that refreshes, or makes a view again, leaves no change; a pause ends with it', async () => {
      await project.addCallbacks();
      await project.write({
        'V1__orders.sql': `create table orders (id int);
        create materialized view totals as select count(*) as n from orders;
        create unique index on totals (n);
        create materialized view again as select count(*) as n from orders;`,
        'R__1_refresh.sql': '-- 1\nrefresh materialized view totals;',
        'R__2_concurrently.sql': '-- 1\nrefresh materialized view concurrently totals;',
        'R__3_again.sql': `-- 1
        select pggit.pause_tracking('10 minutes');
        drop materialized view again;
        create materialized view again as select count(*) as n from orders;`,
      });
      const first = await project.run(db.url, 'migrate');
      expect(first.exitCode, first.output).toBe(0);
      await project.write({
        'V2__lines.sql': 'create table lines (id int);',
        'R__1_refresh.sql': '-- 2\nrefresh materialized view totals;',
        'R__2_concurrently.sql': '-- 2\nrefresh materialized view concurrently totals;',
        'R__3_again.sql': `-- 2
        select pggit.pause_tracking('10 minutes');
        drop materialized view again;
        create materialized view again as select count(*) as n from orders;`,
      });

      const second = await project.run(db.url, 'migrate');

      expect(second.exitCode, second.output).toBe(0);
      const { links, commits } = await readHistory(db.client);
      expect(links.slice(4)).toMatchObject([
        { key: '2', run: 1, commit: commits[1]?.id },
        { key: 'R__1_refresh.sql', run: 2, commit: commits[1]?.id },
        { key: 'R__2_concurrently.sql', run: 2, commit: commits[1]?.id },
        { key: 'R__3_again.sql', run: 2, commit: commits[1]?.id },
      ]);
      expect(await changesOf(db.client, commits[1]?.id ?? null)).toEqual([
        'added table public.lines',
      ]);
      expect(await leftOver(db.client)).toEqual([]);
      const { rows } = await db.client.query('select n from totals');
      expect(rows).toEqual([{ n: '0' }]);
    });
  },
);
