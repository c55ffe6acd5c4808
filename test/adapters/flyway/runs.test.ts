import { useDatabase } from '@pggit/testing';
import { authorsOf, leftOver, readHistory } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { flywayOf, PATIENCE, useFlywayProject } from './project.js';

const tool = await flywayOf();

describe.skipIf(tool === undefined)('Flyway with the callbacks of pggit', () => {
  const db = useDatabase({ per: 'test' });
  const project = useFlywayProject(tool);

  it(
    'is one deployment and one commit, and each row is linked to its changes',
    async () => {
      await project.addCallbacks();
      await project.write({
        'V1__orders.sql': 'create table orders (id int primary key);',
        'V1.1__note.sql': 'alter table orders add note text;',
        'V2__lines.sql': 'create table lines (id int primary key);',
        'R__totals.sql': 'create or replace view totals as select count(*) from lines;',
      });

      const { exitCode, output } = await project.run(db.url, 'migrate');

      expect(exitCode, output).toBe(0);
      const { deployments, commits, links } = await readHistory(db.client);
      expect(deployments).toMatchObject([
        { name: 'flyway migrate', status: 'completed', commit: commits[0]?.id },
      ]);
      expect(commits).toMatchObject([{ deployment: deployments[0]?.id }]);
      expect(links).toMatchObject(
        ['1', '1.1', '2', 'R__totals.sql'].map((key) => ({
          key,
          source: 'public.flyway_schema_history',
          run: 1,
          direction: 'up',
          commit: commits[0]?.id,
        })),
      );
      expect(await authorsOf(db.client, commits[0]?.id ?? null)).toEqual({
        'public.orders': '1, 1.1',
        'public.lines': '2',
      });
      expect(await leftOver(db.client)).toEqual([]);
    },
    PATIENCE,
  );
});
