import type { AttachedTable } from '@pggit/core';
import type { Command } from 'commander';
import { define } from '../../definition.js';
import { EXIT, EXIT_MEANINGS } from '../../exit-codes.js';
import { type Context, handler } from '../../handler.js';

export function registerAttach(liquibase: Command): void {
  define(liquibase.command('attach'), {
    summary: "put pggit's triggers on Liquibase's tables",
    description:
      "Puts pggit's triggers on the tables of Liquibase that have none yet. They are put there by " +
      'themselves when Liquibase creates its tables and when pggit is installed; this is for tables that were in ' +
      'use then, or belong to somebody else.',
    examples: [{ run: 'pggit liquibase attach', to: 'to attach them as who may' }],
    json: {
      type: 'array',
      fields: {
        source: 'the table',
        toolName: 'liquibase',
        isLock: 'whether it is its lock, whose holding is a deployment',
        attached: 'whether it has the trigger now; a warning says why not',
      },
    },
    exitCodes: { [EXIT.findings]: EXIT_MEANINGS[EXIT.findings] },
  }).action(handler('pggit_deployer', attach));
}

async function attach({ pggit, output }: Context<object>) {
  const tables = await pggit.attachHistoryTables('liquibase');
  output.result(tables, render);
  return tables.every(({ attached }) => attached) ? undefined : EXIT.findings;
}

function render(tables: readonly AttachedTable[]): string {
  if (tables.length === 0) {
    return 'Liquibase has no tables here yet: they are attached when it creates them';
  }
  return tables
    .map(({ source, isLock, attached }) => {
      const purpose = isLock ? 'its holding is a deployment' : 'its rows are linked';
      return `${source}: ${attached ? purpose : 'not attached'}`;
    })
    .join('\n');
}
