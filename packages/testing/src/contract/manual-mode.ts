import { beforeEach, describe, expect, it } from 'vitest';
import { installEngine } from '../database/engine.js';
import { uniqueRole } from '../database/roles.js';
import { urlAs } from '../server/url.js';
import { useDatabase } from '../vitest/use-database.js';
import { changesOf, leftOver, readHistory } from './history.js';
import { killTool } from './kill-tool.js';
import { failing, slow, table, useContractProject } from './project.js';
import { runTool, saidBy } from './run-tool.js';
import type { ContractTool } from './tool.js';

/**
 * What of the contract holds where a managed server denies event triggers: pggit belongs to a role that
 * is no superuser, and learns of changes by comparing the catalog when a deployment begins and ends.
 *
 * @param howMuch `one run` for a tool that takes its time
 */
export function describeManualMode(tool: ContractTool, howMuch: 'all' | 'one run' = 'all'): void {
  describe(`${tool.name} in manual mode`, { timeout: 60_000 }, () => {
    const db = useDatabase({ engine: false, per: 'test' });
    const project = useContractProject(tool);
    let url = '';

    beforeEach(async () => {
      const owner = await uniqueRole(db.client);
      await db.client.query(`alter database ${db.name} owner to ${owner.name}`);
      url = urlAs(db.url, owner);
      await installEngine(url);
    });

    const options = (direction: 'up' | 'down') =>
      ({ directory: project.directory, url, direction, mode: 'recorded' }) as const;
    const run = (direction: 'up' | 'down') => runTool(tool, options(direction));
    const keysOf = (...labels: string[]) => labels.map(tool.keyOf);

    it('a run is one deployment with its links, and what happened outside of it is not its own', async () => {
      await db.client.query('create schema by_hand');
      await project.write(table('orders'), table('lines'));

      const outcome = await run('up');

      expect(outcome, outcome.stderr).toMatchObject({ exitCode: 0 });
      expect(saidBy(outcome)).toEqual([
        expect.stringMatching(
          /^recorded '.+': \d+ changes, 2 migrations, commit [0-9a-f]{8} \(manual mode: by comparing the catalog\)$/,
        ),
      ]);
      const { deployments, commits, links } = await readHistory(db.client);
      const [before, recorded] = commits;
      expect(commits).toHaveLength(2);
      expect(await changesOf(db.client, before?.id ?? null)).toEqual(['added schema by_hand']);
      expect(await changesOf(db.client, recorded?.id ?? null)).toEqual(
        expect.arrayContaining(['added table public.lines', 'added table public.orders']),
      );
      expect(deployments).toMatchObject([{ status: 'completed', commit: recorded?.id }]);
      expect(links).toMatchObject(
        keysOf('orders', 'lines').map((key) => ({ key, direction: 'up', commit: recorded?.id })),
      );
      expect(await leftOver(db.client)).toEqual([]);

      const idle = await run('up');
      expect(idle).toMatchObject({ exitCode: 0 });
      expect(saidBy(idle)).toEqual([]);
      expect((await readHistory(db.client)).deployments).toHaveLength(1);

      if (tool.hasWayBack === false) return;
      const back = await run('down');
      expect(back, back.stderr).toMatchObject({ exitCode: 0 });
      const after = await readHistory(db.client);
      const [, reverted] = after.deployments;
      expect(await changesOf(db.client, reverted?.commit ?? null)).toEqual(
        expect.arrayContaining(['removed table public.lines']),
      );
      const [, last] = keysOf('orders', 'lines');
      expect(after.links.slice(1)).toMatchObject([
        { key: last, direction: 'up', reverted: true, commit: recorded?.id },
        { key: last, direction: 'down', commit: reverted?.commit },
      ]);
      expect(await leftOver(db.client)).toEqual([]);
    });

    it.skipIf(howMuch === 'one run')(
      'a migration that fails is a failed deployment with what landed, and the next run goes on',
      async () => {
        await project.write(table('orders'), table('lines'), failing('bad'));
        const landed = tool.failureKeeps === 'all' ? keysOf('orders', 'lines') : [];

        const failed = await run('up');

        expect(failed.exitCode).not.toBe(0);
        expect(failed.stdout + failed.stderr).toContain('division by zero');
        const first = await readHistory(db.client);
        expect(first.links.map(({ key }) => key)).toEqual(landed);
        if (landed.length > 0) {
          expect(first.deployments).toMatchObject([{ status: 'failed' }]);
          expect(await changesOf(db.client, first.deployments[0]?.commit ?? null)).toEqual(
            expect.arrayContaining(['added table public.lines', 'added table public.orders']),
          );
        }
        expect(await leftOver(db.client)).toEqual([]);

        await project.write(table('orders'), table('lines'), table('bad'));
        const repaired = await run('up');
        expect(repaired, repaired.stderr).toMatchObject({ exitCode: 0 });
        const { links, deployments } = await readHistory(db.client);
        expect(deployments.at(-1)).toMatchObject({ status: 'completed' });
        expect(links.map(({ key }) => key)).toEqual(keysOf('orders', 'lines', 'bad'));
        expect(await leftOver(db.client)).toEqual([]);
      },
    );

    it.skipIf(howMuch === 'one run')(
      'a run that was killed is closed by the next one, with what had landed',
      async () => {
        await project.write(table('orders'), slow('lines'));
        await killTool(tool, options('up'), db.client);

        await project.write(table('orders'), table('lines'));
        const next = await run('up');

        expect(next, next.stderr).toMatchObject({ exitCode: 0 });
        expect(saidBy(next)[0]).toMatch(/was interrupted earlier; /);
        const { deployments, links } = await readHistory(db.client);
        if (tool.failureKeeps === 'all') {
          expect(deployments.map(({ status }) => status)).toEqual(['interrupted', 'completed']);
          expect(await changesOf(db.client, deployments[0]?.commit ?? null)).toContain(
            'added table public.orders',
          );
        }
        expect(links.map(({ key }) => key)).toEqual(keysOf('orders', 'lines'));
        expect(links.every(({ commit }) => commit !== null)).toBe(true);
        expect(await leftOver(db.client)).toEqual([]);
      },
    );
  });
}
