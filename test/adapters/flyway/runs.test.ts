import { useDatabase } from '@pggit/testing';
import { authorsOf, changesOf, leftOver, readHistory } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { flywayOf, PATIENCE, useFlywayProject } from './project.js';

const tool = await flywayOf();

describe.skipIf(tool === undefined)(
  'Flyway with the callbacks of pggit',
  { timeout: PATIENCE },
  () => {
    const db = useDatabase({ per: 'test' });
    const project = useFlywayProject(tool);

    it('is one deployment and one commit, and each row is linked to its changes', async () => {
      await project.addCallbacks();
      await project.write({
        'V1__orders.sql': 'create table orders (id int primary key);',
        'V1.1__note.sql': 'alter table orders add note text;',
        'V3__lines.sql': 'create table lines (id int primary key);',
        'R__totals.sql': 'create or replace view totals as select count(*) from lines;',
      });

      const { exitCode, output } = await project.run(db.url, 'migrate', 'migrate');

      expect(exitCode, output).toBe(0);
      expect(output).not.toMatch(/pggit:|WARN/);
      const { deployments, commits, links } = await readHistory(db.client);
      const [commit] = commits;
      expect(deployments).toMatchObject([
        { name: 'flyway migrate', status: 'completed', commit: commit?.id },
      ]);
      expect(commits).toMatchObject([
        {
          deployment: deployments[0]?.id,
          message: 'flyway migrate: 4 migrations\n\n1\n1.1\n3\nR__totals.sql',
        },
      ]);
      expect(links).toMatchObject(
        ['1', '1.1', '3', 'R__totals.sql'].map((key) => ({
          key,
          source: 'public.flyway_schema_history',
          run: 1,
          direction: 'up',
          commit: commit?.id,
        })),
      );
      const { rows } = await db.client.query(
        `select m.migration_id = h.installed_rank and m.checksum = h.checksum::text
          and m.description = h.description and m.script = h.script and m.applied_at >= h.installed_on as same
         from pggit.external_migrations m
         join flyway_schema_history h on m.migration_key = coalesce(h.version, h.script)`,
      );
      expect(rows).toEqual(Array(4).fill({ same: true }));
      expect(await authorsOf(db.client, commit?.id ?? null)).toEqual({
        'public.orders': '1, 1.1',
        'public.lines': '3',
      });
      expect(await leftOver(db.client)).toEqual([]);
    });

    it('links a repeatable migration each time it runs, and one that comes out of order', async () => {
      await project.addCallbacks();
      await project.write({
        'V1__orders.sql': 'create table orders (id int primary key);',
        'V3__lines.sql': 'create table lines (id int primary key);',
        'R__totals.sql': 'create or replace view totals as select count(*) from orders;',
      });
      await project.run(db.url, 'migrate');
      await project.write({
        'V2__bills.sql': 'create table bills (id int primary key);',
        'R__totals.sql': 'create or replace view totals as select count(*) from lines;',
      });

      const { exitCode, output } = await project.run(db.url, 'migrate', '-outOfOrder=true');

      expect(exitCode, output).toBe(0);
      const { commits, links } = await readHistory(db.client);
      expect(links.slice(3)).toMatchObject([
        { key: '2', run: 1, commit: commits[1]?.id },
        { key: 'R__totals.sql', run: 2, commit: commits[1]?.id },
      ]);
      const { rows } = await db.client.query(
        'select identity, migration_key as key from pggit.show($1) order by 1',
        [commits[1]?.id],
      );
      expect(rows).toEqual([
        { identity: 'public.bills', key: '2' },
        { identity: 'public.bills_pkey', key: '2' },
        { identity: 'public.totals', key: 'R__totals.sql' },
      ]);
    });

    it('keeps the changes of each migration apart in one transaction for all of them', async () => {
      await project.addCallbacks();
      await project.write({
        'V1__orders.sql': 'create table orders (id int);',
        'V2__note.sql': 'alter table orders add note text; create table lines (id int);',
        'R__totals.sql': 'create or replace view totals as select count(*) from orders;',
      });

      const { exitCode, output } = await project.run(db.url, 'migrate', '-group=true');

      expect(exitCode, output).toBe(0);
      const { deployments, links, commits } = await readHistory(db.client);
      expect(deployments).toMatchObject([{ status: 'completed', commit: commits[0]?.id }]);
      expect(links.map(({ key }) => key)).toEqual(['1', '2', 'R__totals.sql']);
      expect(await authorsOf(db.client, commits[0]?.id ?? null)).toEqual({
        'public.orders': '1, 2',
        'public.lines': '2',
      });
      expect(await changesOf(db.client, commits[0]?.id ?? null)).toContain(
        'added view public.totals',
      );
      expect(await leftOver(db.client)).toEqual([]);
    });
  },
);
