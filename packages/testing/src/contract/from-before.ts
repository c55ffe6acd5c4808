import { expect, it } from 'vitest';
import { installEngine } from '../database/engine.js';
import { useDatabase } from '../vitest/use-database.js';
import { leftOver, readHistory } from './history.js';
import { table, useContractProject } from './project.js';
import { runTool } from './run-tool.js';
import type { ContractTool } from './tool.js';

export function fromBeforeContract(tool: ContractTool): void {
  const db = useDatabase({ engine: false, per: 'test' });
  const project = useContractProject(tool);
  const run = (direction: 'up' | 'down', mode: 'recorded' | 'alone') =>
    runTool(tool, { directory: project.directory, url: db.url, direction, mode });

  it('what ran before pggit came is linked on request, each row once, and can be taken back', async () => {
    await project.write(table('orders'), table('lines'));
    await run('up', 'alone');
    await installEngine(db.url);
    if (tool.history !== undefined) {
      const { table: historyTable, tool: toolName } = tool.history;
      await db.client.query('select pggit.watch_history_table($1, $2)', [historyTable, toolName]);
    }
    const backfill = async () =>
      (await db.client.query('select rows_linked from pggit.backfill_links()')).rows;

    expect(await backfill()).toEqual([{ rows_linked: 2 }]);
    expect(await backfill()).toEqual([{ rows_linked: 0 }]);
    await project.write(table('orders'), table('lines'), table('bills'));
    const outcomes = [await run('up', 'recorded')];
    const isTakenBack = tool.hasWayBack !== false;
    if (isTakenBack) {
      outcomes.push(await run('down', 'recorded'), await run('down', 'recorded'));
    }

    for (const outcome of outcomes) expect(outcome, outcome.stderr).toMatchObject({ exitCode: 0 });
    const [orders, lines, bills] = ['orders', 'lines', 'bills'].map(tool.keyOf);
    const { links, deployments } = await readHistory(db.client);
    const [up, down, again] = deployments.map(({ commit }) => commit);
    expect(links).toMatchObject([
      { key: orders, direction: 'up', reverted: false, deployment: null },
      { key: lines, direction: 'up', reverted: isTakenBack, deployment: null },
      { key: bills, direction: 'up', reverted: isTakenBack, commit: up },
      ...(isTakenBack
        ? [
            { key: bills, direction: 'down', commit: down },
            { key: lines, direction: 'down', commit: again },
          ]
        : []),
    ]);
    expect(links).toHaveLength(isTakenBack ? 5 : 3);
    expect(await leftOver(db.client)).toEqual([]);
  });
}
