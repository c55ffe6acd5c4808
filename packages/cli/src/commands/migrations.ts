import type { ExternalMigration } from '@pggit/core';
import type { Command } from 'commander';
import { define } from '../definition.js';
import { shortener } from '../format/ids.js';
import { table } from '../format/table.js';
import { shortTime } from '../format/time.js';
import { type Context, handler } from '../handler.js';
import { sayManualMode } from '../manual-mode.js';
import type { Screen } from '../output/output.js';

/** Of a link, in `migrations` and `link`. */
export const MIGRATION_FIELDS = {
  linkId: 'number of the link, as text (a bigint)',
  migrationId: "the tool's number as text; a hash of the key for a tool that has none",
  migrationKey: "the tool's name for the migration",
  toolName: 'for example node-pg-migrate',
  source: 'the history table, for example public.pgmigrations',
  pggitCommitId: 'the commit with its changes; null while its deployment is open',
  deploymentId: 'null when it ran outside a deployment',
  run: '1 for the first time it ran in that direction',
  direction: 'up or down',
  description: 'as the tool has it, or null',
  checksum: 'as the tool has it, or null',
  execType: 'how it ran, as Liquibase has it (EXECUTED, RERAN, MARK_RAN), or null',
  script: 'its file, where the tool keeps it beside its name, as Flyway does, or null',
  appliedAt: 'ISO 8601',
  revertedAt: 'ISO 8601; null while it stands',
};

interface ListedMigration extends ExternalMigration {
  readonly deploymentName: string | null;
}

export function register(program: Command): void {
  define(program.command('migrations'), {
    summary: 'list links between migrations and commits',
    description:
      "Lists the rows of the migration tools' history tables in the order in which they were " +
      'written, each with the deployment that ran it and the commit that holds its changes. ' +
      'A migration that was reverted and applied again has one line for each time.',
    examples: [
      { run: 'pggit migrations', to: 'to see which commit holds the changes of which migration' },
      {
        run: "pggit migrations --json | jq '.[] | select(.revertedAt != null) | .migrationKey'",
        to: 'to get the migrations that were reverted',
      },
    ],
    json: {
      type: 'array',
      fields: {
        ...MIGRATION_FIELDS,
        deploymentName: 'null when it ran outside a deployment',
      },
    },
  }).action(handler('pggit_reader', run));
}

async function run(context: Context<object>): Promise<undefined> {
  const { pggit, output } = context;
  const migrations = await pggit.migrations();
  const deployments = await pggit.deployments();
  const names = new Map(deployments.map(({ deploymentId, name }) => [deploymentId, name]));
  const listed = migrations.map((migration) => ({
    ...migration,
    deploymentName: names.get(migration.deploymentId ?? '') ?? null,
  }));
  output.result(listed, render);
  await sayManualMode(context);
  return undefined;
}

function render(migrations: ListedMigration[], screen: Screen): string {
  if (migrations.length === 0) return 'no migrations are linked';
  const shortCommit = shortener(migrations.flatMap(({ pggitCommitId }) => pggitCommitId ?? []));
  // Two schemas may each have a history table, with the same migrations.
  const isOfSeveral = new Set(migrations.map(({ source }) => source)).size > 1;
  return table(
    [
      { title: 'MIGRATION', shrinks: true },
      { title: 'NUMBER', align: 'right' },
      { title: 'DIR' },
      { title: 'COMMIT', style: screen.style.yellow },
      { title: 'APPLIED' },
      { title: 'REVERTED' },
      { title: 'DEPLOYMENT', shrinks: true },
      { title: 'TOOL', shrinks: true },
      ...(isOfSeveral ? [{ title: 'SOURCE', shrinks: true }] : []),
    ],
    migrations.map((each) => [
      each.migrationKey,
      each.migrationId,
      each.direction,
      shortCommit(each.pggitCommitId),
      shortTime(each.appliedAt),
      shortTime(each.revertedAt),
      each.deploymentName ?? '',
      each.toolName,
      ...(isOfSeveral ? [each.source] : []),
    ]),
    screen,
  );
}
