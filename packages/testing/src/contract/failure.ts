import { expect, it } from 'vitest';
import { useDatabase } from '../vitest/use-database.js';
import { leftOver, readHistory } from './history.js';
import { killTool } from './kill-tool.js';
import { failing, slow, table, useContractProject } from './project.js';
import { runTool, saidBy, toolsOwn } from './run-tool.js';
import type { ContractTool } from './tool.js';

const RECORDED = { direction: 'up', mode: 'recorded' } as const;

export function failureContract(tool: ContractTool): void {
  const db = useDatabase({ per: 'test' });
  const without = useDatabase({ engine: false });
  const project = useContractProject(tool);
  const options = () => ({ directory: project.directory, url: db.url, ...RECORDED });
  const run = () => runTool(tool, options());
  const applied = async () => (await db.client.query(tool.applied)).rows.map(({ key }) => key);
  const keys = ['orders', 'lines', 'bad', 'more'].map(tool.keyOf);

  it('a migration that fails is a failed deployment with what landed, and the next run goes on', async () => {
    await project.write(table('orders'), table('lines'), failing('bad'), table('more'));
    const landed = tool.failureKeeps === 'all' ? keys.slice(0, 2) : [];

    const failed = await run();

    expect(failed.exitCode).not.toBe(0);
    expect(failed.stdout + failed.stderr).toContain('division by zero');
    expect(await applied()).toEqual(landed);
    const first = await readHistory(db.client);
    expect(first.links.map(({ key }) => key)).toEqual(landed);
    expect(await leftOver(db.client)).toEqual([]);
    if (landed.length > 0) {
      expect(first.deployments).toMatchObject([
        {
          status: 'failed',
          reason: expect.stringContaining(tool.failureReason ?? 'division by zero'),
        },
      ]);
      expect(first.links.every(({ commit }) => commit === first.commits[0]?.id)).toBe(true);
      expect(saidBy(failed)).toEqual([
        expect.stringMatching(/failed; what had landed is recorded/),
      ]);
    }

    await project.write(table('orders'), table('lines'), table('bad'), table('more'));
    const repaired = await run();

    expect(repaired, repaired.stderr).toMatchObject({ exitCode: 0 });
    expect(await applied()).toEqual(keys);
    const second = await readHistory(db.client);
    expect(second.deployments.at(-1)).toMatchObject({ status: 'completed' });
    expect(second.links.map(({ key }) => key)).toEqual(keys);
    expect(second.links.every(({ commit }) => commit !== null)).toBe(true);
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('the error and the exit code of the tool are as without pggit', async () => {
    await project.write(table('orders'), failing('bad'));
    const { directory } = project;

    const [recorded, alone] = await Promise.all([
      run(),
      runTool(tool, { directory, url: without.url, ...RECORDED, mode: 'alone' }),
    ]);

    expect(toolsOwn(tool, recorded)).toEqual(toolsOwn(tool, alone));
  });

  it('a run that was killed is closed by the next one, with what had landed', async () => {
    await project.write(table('orders'), table('lines'), slow('bad'), table('more'));
    await killTool(tool, options(), db.client);

    await project.write(table('orders'), table('lines'), table('bad'), table('more'));
    const next = await run();

    expect(next, next.stderr).toMatchObject({ exitCode: 0 });
    expect(await applied()).toEqual(keys);
    const { deployments, commits, links } = await readHistory(db.client);
    const statuses = deployments.map(({ status }) => status);
    expect(statuses).toEqual(
      tool.failureKeeps === 'all' ? ['interrupted', 'completed'] : ['completed'],
    );
    expect(saidBy(next)[0]).toMatch(/was interrupted earlier; /);
    if (tool.linksSurviveKill !== false) expect(links.map(({ key }) => key)).toEqual(keys);
    expect(links.at(-1)).toMatchObject({ commit: commits.at(-1)?.id });
    expect(await leftOver(db.client)).toEqual([]);
  });
}
