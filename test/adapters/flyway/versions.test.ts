import { useDatabase } from '@pggit/testing';
import { authorsOf, leftOver, readHistory } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { flywayOf, PATIENCE, useFlywayProject } from './project.js';

const majors = [10, 11, 13] as const;
const found = await Promise.all(
  majors.map(async (major) => [major, await flywayOf(major)] as const),
);

describe.each(found)('Flyway %i', (_, tool) => {
  const db = useDatabase();
  const project = useFlywayProject(tool);

  it.skipIf(tool === undefined)(
    'runs the callbacks as Flyway 12 does, and its two sessions commit in the same order',
    async () => {
      await project.addCallbacks({ refresh: 'affected' });
      await project.write({
        'V1__orders.sql': 'create table orders (id int);',
        'V2__lines.sql': 'create table lines (id int); alter table orders add note text;',
        'V3__bad.sql': 'create table bad (id int); select 1 / 0;',
      });

      const failed = await project.run(db.url, 'migrate');
      await project.write({
        'V3__bad.sql': `create table good (id int);
          create materialized view counted as select count(*) as n from good;`,
      });
      const { exitCode, output } = await project.run(db.url, 'migrate', '-group=true');

      expect(failed.output).toContain('division by zero');
      expect(exitCode, output).toBe(0);
      // Its callback comes in the session of the one that ends the run.
      expect(output).toMatch(/pggit: refresh 1\/1 public\.counted: \d+ ms/);
      const { deployments, links, commits } = await readHistory(db.client);
      expect(deployments.map(({ status }) => status)).toEqual(['failed', 'completed']);
      const [first, second] = commits.map(({ id }) => id);
      expect(links.map(({ key, commit }) => [key, commit])).toEqual([
        ['1', first],
        ['2', first],
        ['3', second],
      ]);
      expect(await authorsOf(db.client, first ?? null)).toEqual({
        'public.orders': '1, 2',
        'public.lines': '2',
      });
      expect(await authorsOf(db.client, second ?? null)).toEqual({ 'public.good': '3' });
      expect(await leftOver(db.client)).toEqual([]);
    },
    PATIENCE,
  );
});
