import { expect, it } from 'vitest';
import { useDatabase } from '../vitest/use-database.js';
import { authorsOf, leftOver, readHistory } from './history.js';
import { column, table, useContractProject } from './project.js';
import { runTool, saidBy, toolsOwn } from './run-tool.js';
import type { ContractTool } from './tool.js';

export function successContract(tool: ContractTool): void {
  const db = useDatabase({ per: 'test' });
  const without = useDatabase({ engine: false });
  const project = useContractProject(tool);
  const run = (direction: 'up' | 'down') =>
    runTool(tool, { directory: project.directory, url: db.url, direction, mode: 'recorded' });

  it('a run is one deployment and one commit, and each migration is linked to its changes', async () => {
    await project.write(table('orders'), column('orders', 'note'), table('lines'));

    const outcome = await run('up');

    expect(outcome, outcome.stderr).toMatchObject({ exitCode: 0 });
    expect(saidBy(outcome)).toEqual([
      expect.stringMatching(/^recorded '.+': \d+ changes, 3 migrations, commit [0-9a-f]{8}$/),
    ]);
    const { deployments, commits, links } = await readHistory(db.client);
    expect(deployments).toMatchObject([{ status: 'completed', commit: commits[0]?.id }]);
    expect(commits).toMatchObject([{ deployment: deployments[0]?.id }]);
    const keys = ['orders', 'note', 'lines'].map(tool.keyOf);
    expect(links).toMatchObject(
      keys.map((key) => ({ key, run: 1, direction: 'up', commit: commits[0]?.id })),
    );
    expect(await authorsOf(db.client, commits[0]?.id ?? null)).toMatchObject({
      'public.orders': `${keys[0]}, ${keys[1]}`,
      'public.lines': keys[2],
    });
    expect(await leftOver(db.client)).toEqual([]);
  });

  it('a run with nothing to do leaves nothing and says nothing', async () => {
    await project.write(table('orders'));
    await run('up');
    const before = await readHistory(db.client);

    const outcome = await run('up');

    expect(outcome).toMatchObject({ exitCode: 0 });
    expect(saidBy(outcome)).toEqual([]);
    expect(await readHistory(db.client)).toEqual(before);
  });

  it.skipIf(tool.hasWayBack === false)(
    'the way back is a deployment that reverts the link',
    async () => {
      await project.write(table('orders'), table('lines'));
      await run('up');

      const outcome = await run('down');

      expect(outcome, outcome.stderr).toMatchObject({ exitCode: 0 });
      const { deployments, commits, links } = await readHistory(db.client);
      expect(deployments.map(({ status }) => status)).toEqual(['completed', 'completed']);
      const [orders, lines] = ['orders', 'lines'].map(tool.keyOf);
      expect(links).toMatchObject([
        { key: orders, direction: 'up', reverted: false },
        { key: lines, direction: 'up', reverted: true, commit: commits[0]?.id },
        { key: lines, direction: 'down', reverted: false, commit: commits[1]?.id },
      ]);
      expect(await authorsOf(db.client, commits[1]?.id ?? null)).toEqual({ 'public.lines': lines });
      expect(await leftOver(db.client)).toEqual([]);
    },
  );

  it('the output and the exit code of the tool are as without pggit', async () => {
    await project.write(table('orders'), table('lines'));
    const story = async (url: string, mode: 'recorded' | 'alone') => {
      const outcomes = [];
      const directions = ['up', 'up', 'down'] as const;
      for (const direction of tool.hasWayBack === false ? directions.slice(0, 2) : directions) {
        const { directory } = project;
        outcomes.push(await runTool(tool, { directory, url, direction, mode }));
      }
      return outcomes.map((outcome) => toolsOwn(tool, outcome));
    };

    const [recorded, alone] = await Promise.all([
      story(db.url, 'recorded'),
      story(without.url, 'alone'),
    ]);

    expect(recorded).toEqual(alone);
  });
}
