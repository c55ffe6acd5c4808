import { expect, it } from 'vitest';
import { useDatabase } from '../vitest/use-database.js';
import { leftOver, readHistory } from './history.js';
import { table, useContractProject } from './project.js';
import { runTool } from './run-tool.js';
import type { ContractTool } from './tool.js';

export function togetherContract(tool: ContractTool): void {
  const db = useDatabase({ per: 'test' });
  const project = useContractProject(tool);

  it('two runs at once end like one: each row is linked once, and nothing stays open', async () => {
    await project.write(table('orders'), table('lines'));
    const run = () =>
      runTool(tool, {
        directory: project.directory,
        url: db.url,
        direction: 'up',
        mode: 'recorded',
      });

    await Promise.all([run(), run()]);
    // Tools that neither lock nor wait may leave the rest to the next one.
    const last = await run();

    expect(last, last.stderr).toMatchObject({ exitCode: 0 });
    const { deployments, links, commits } = await readHistory(db.client);
    expect(links.map(({ key }) => key)).toEqual(['orders', 'lines'].map(tool.keyOf));
    const ids = commits.map(({ id }) => id);
    expect(links.every(({ commit }) => commit !== null && ids.includes(commit))).toBe(true);
    expect(deployments.map(({ status }) => status)).not.toContain('open');
    expect(await leftOver(db.client)).toEqual([]);
  });
}
