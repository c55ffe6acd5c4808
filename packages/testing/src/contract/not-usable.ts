import { describe, expect, it } from 'vitest';
import { uniqueRole } from '../database/roles.js';
import { urlAs } from '../server/url.js';
import { useDatabase } from '../vitest/use-database.js';
import { readHistory } from './history.js';
import { table, useContractProject } from './project.js';
import { runTool, saidBy } from './run-tool.js';
import type { ContractTool } from './tool.js';

export function notUsableContract(tool: ContractTool): void {
  const project = useContractProject(tool);

  describe('without pggit in the database', () => {
    const db = useDatabase({ engine: false, per: 'test' });
    const run = (mode: 'recorded' | 'required') =>
      runTool(tool, { directory: project.directory, url: db.url, direction: 'up', mode });

    it('a run says so once and migrates', async () => {
      await project.write(table('orders'));

      const outcome = await run('recorded');

      expect(outcome, outcome.stderr).toMatchObject({ exitCode: 0 });
      expect(saidBy(outcome)).toEqual([
        'pggit is not installed in this database; this run is not recorded',
      ]);
      expect((await db.client.query(tool.applied)).rows).toEqual([
        { key: tool.keyOf('orders', 0) },
      ]);
    });

    it('a run that requires it fails before anything ran', async () => {
      await project.write(table('orders'));

      const outcome = await run('required');

      expect(outcome.exitCode).not.toBe(0);
      expect(outcome.stderr).toContain('not installed');
      const { rows } = await db.client.query("select to_regclass('public.orders') as orders");
      expect(rows).toEqual([{ orders: null }]);
    });
  });

  describe('a role without rights on pggit', () => {
    const db = useDatabase({ per: 'test' });
    const run = async (mode: 'recorded' | 'required') => {
      const role = await uniqueRole(db.client);
      await db.client.query(
        `grant create on schema public to ${role.name};
         grant create on database ${db.name} to ${role.name}`,
      );
      const url = urlAs(db.url, role);
      return runTool(tool, { directory: project.directory, url, direction: 'up', mode });
    };

    it('migrates after one warning, and the engine records it by itself', async () => {
      await project.write(table('orders'));

      const outcome = await run('recorded');

      expect(outcome, outcome.stderr).toMatchObject({ exitCode: 0 });
      const otherwise = tool.hasTriggers
        ? "triggers on the tool's tables record this run, with its outcome not confirmed"
        : 'this run is not recorded';
      expect(saidBy(outcome)).toEqual([`this role has no rights on pggit; ${otherwise}`]);
      const { deployments, commits } = await readHistory(db.client);
      expect(deployments.map(({ status }) => status)).toEqual(
        tool.hasTriggers ? ['completed'] : [],
      );
      expect(commits.length).toBeGreaterThan(0);
    });

    it('is refused when it requires pggit, before anything ran', async () => {
      await project.write(table('orders'));

      const outcome = await run('required');

      expect(outcome.exitCode).not.toBe(0);
      expect(outcome.stderr).toContain('no rights');
      const { rows } = await db.client.query("select to_regclass('public.orders') as orders");
      expect(rows).toEqual([{ orders: null }]);
    });
  });
}
