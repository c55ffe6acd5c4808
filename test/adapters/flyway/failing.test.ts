import { useDatabase } from '@pggit/testing';
import { leftOver, readHistory } from '@pggit/testing/contract';
import { describe, expect, it } from 'vitest';
import { flywayOf, PATIENCE, useFlywayProject } from './project.js';

const tool = await flywayOf();

describe.skipIf(tool === undefined)(
  'a migration of Flyway that fails',
  { timeout: PATIENCE },
  () => {
    const db = useDatabase({ per: 'test' });
    const project = useFlywayProject(tool);
    const linked = async () => (await readHistory(db.client)).links.map(({ key }) => key);

    /** Changes whose migration is none that there is a link of. */
    const dangling = async () => {
      const { rows } = await db.client.query(
        `select c.new_identity from pggit.changes c where c.link_id is not null and not exists (
         select from pggit.external_migrations m where m.link_id = c.link_id)`,
      );
      return rows;
    };

    it('ends the deployment as failed, with what landed before it', async () => {
      await project.addCallbacks();
      await project.write({
        'V1__orders.sql': 'create table orders (id int);',
        'V2__bad.sql': 'create table bad (id int); select 1 / 0;',
        'V3__lines.sql': 'create table lines (id int);',
      });

      const failed = await project.run(db.url, 'migrate');

      expect(failed.exitCode, failed.output).not.toBe(0);
      expect(failed.output).toContain('division by zero');
      expect(failed.output).not.toMatch(/pggit:|WARN/);
      const { deployments, commits } = await readHistory(db.client);
      expect(deployments).toMatchObject([
        {
          status: 'failed',
          reason: expect.stringContaining('output of Flyway'),
          commit: commits[0]?.id,
        },
      ]);
      expect(await linked()).toEqual(['1']);

      await project.write({ 'V2__bad.sql': 'create table bad (id int);' });
      const repaired = await project.run(db.url, 'migrate');
      expect(repaired.exitCode, repaired.output).toBe(0);
      expect(await linked()).toEqual(['1', '2', '3']);
      expect(await leftOver(db.client)).toEqual([]);
    });

    it('leaves nothing where all migrations share a transaction', async () => {
      await project.addCallbacks();
      await project.write({
        'V1__orders.sql': 'create table orders (id int);',
        'V2__bad.sql': 'create table bad (id int); select 1 / 0;',
      });

      const { exitCode, output } = await project.run(db.url, 'migrate', '-group=true');

      expect(exitCode, output).not.toBe(0);
      expect(await readHistory(db.client)).toEqual({ deployments: [], commits: [], links: [] });
      expect(await leftOver(db.client)).toEqual([]);
    });

    it.each([
      ['', 'without a row'],
      ['-postgresql.transactional.lock=false', 'with a row that says so'],
    ])('without a transaction (%s) leaves what it did, %s, and no link', async (setting) => {
      await project.addCallbacks();
      await project.write({
        'V1__orders.sql': 'create table orders (id int);',
        'V2__bad.sql': 'create table half (id int);\nselect 1 / 0;',
        'V2__bad.sql.conf': 'executeInTransaction=false',
      });
      const settings = setting === '' ? [] : [setting];

      const failed = await project.run(db.url, 'migrate', ...settings);

      expect(failed.exitCode, failed.output).not.toBe(0);
      const { commits, deployments } = await readHistory(db.client);
      expect(deployments).toMatchObject([{ status: 'failed' }]);
      const { rows } = await db.client.query(
        'select identity, migration_key as key from pggit.show($1) order by 1',
        [commits[0]?.id],
      );
      expect(rows).toEqual([
        { identity: 'public.half', key: null },
        { identity: 'public.orders', key: '1' },
      ]);
      expect(await dangling()).toEqual([]);
      expect(await linked()).toEqual(['1']);

      await project.write({ 'V2__bad.sql': 'create table whole (id int);' });
      const next = await project.run(db.url, 'repair', 'migrate', ...settings);
      expect(next.exitCode, next.output).toBe(0);
      expect(await linked()).toEqual(['1', '2']);
      const { commits: all } = await readHistory(db.client);
      const { rows: second } = await db.client.query(
        'select identity, migration_key as key from pggit.show($1)',
        [all[1]?.id],
      );
      expect(second).toEqual([{ identity: 'public.whole', key: '2' }]);
      expect(await leftOver(db.client)).toEqual([]);
    });
  },
);
