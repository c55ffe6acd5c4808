import type { BackfilledTable, ExternalMigration } from '@pggit/core';
import type { Command } from 'commander';
import { define } from '../definition.js';
import { CliError, UsageError } from '../errors/cli-error.js';
import { table } from '../format/table.js';
import { counted } from '../format/text.js';
import { type Context, handler } from '../handler.js';
import type { Screen } from '../output/output.js';
import { MIGRATION_FIELDS } from './migrations.js';

interface Options {
  readonly tool?: string;
  readonly backfill?: boolean;
  readonly source?: string;
  readonly dryRun?: boolean;
}

interface Backfill {
  readonly dryRun: boolean;
  readonly linked: number;
  readonly tables: readonly BackfilledTable[];
}

interface Linked {
  readonly linked: number;
  readonly link: ExternalMigration;
}

export function register(program: Command): void {
  define(program.command('link'), {
    summary: 'link migrations that pggit has not seen run',
    description:
      "With --backfill, links the rows that migration tools' history tables had before pggit came: to " +
      'the first commit, dated as the rows say. Rows from a time when nothing watched the table get the ' +
      'commit of their transaction or of their time. Each row is linked once, however often it runs. ' +
      'With a number, links one migration by hand: to the deployment of this session (inside pggit ' +
      'run), else to HEAD.',
    examples: [
      { run: 'pggit link --backfill --dry-run', to: 'to see how many rows have no link yet' },
      { run: 'pggit link --backfill', to: 'to link them' },
      {
        run: 'pggit link --backfill --source ops.schema_log',
        to: 'to link those of one history table',
      },
      { run: 'pggit link 12 --tool our-scripts', to: 'to link a migration that no table knows of' },
    ],
    json: {
      type: 'object',
      fields: {
        dryRun: 'with --backfill: whether nothing was written',
        linked: 'links written, or that would be',
        'tables[].source': 'with --backfill: the history table',
        'tables[].toolName': 'the tool that writes it',
        'tables[].rowsFound': 'rows that count as applied',
        'tables[].rowsLinked': 'rows that had no link; what follows comes with a number instead',
        ...Object.fromEntries(
          Object.entries(MIGRATION_FIELDS).map(([name, text]) => [`link.${name}`, text]),
        ),
      },
    },
  })
    .argument('[migration_id]', "the tool's number of one migration")
    .option('--tool <name>', 'the tool of that migration, flyway by default')
    .option('--backfill', 'link the rows of history tables that have no link')
    .option('--source <table>', 'with --backfill: only this history table, schema.table')
    .option('--dry-run', 'with --backfill: only say how many there are')
    .action(async function act(this: Command) {
      checkUsage(this.processedArgs[0], this.opts());
      await handler<Options>('pggit_deployer', run).call(this);
    });
}

/** Before there is a connection. */
function checkUsage(id: string | undefined, { tool, backfill, source, dryRun }: Options): void {
  const see = 'see pggit link --help';
  if (id === undefined && !backfill) {
    throw new UsageError('pggit link needs the number of a migration, or --backfill', see);
  }
  if (backfill && (id !== undefined || tool !== undefined)) {
    throw new UsageError(
      '--backfill finds the migrations itself: it takes no number and no --tool',
      see,
    );
  }
  if (!backfill && (source !== undefined || dryRun)) {
    throw new UsageError('--source and --dry-run belong to --backfill', see);
  }
  if (id !== undefined && !/^-?\d{1,19}$/.test(id)) {
    throw new UsageError(`'${id}' is not the number of a migration`, see);
  }
}

async function run({ pggit, args: [id], options, output }: Context<Options>): Promise<undefined> {
  if (id !== undefined) {
    const link = await linkByHand(pggit, id, options.tool ?? 'flyway');
    output.result({ linked: 1, link }, renderLink);
    return undefined;
  }
  const { source, dryRun = false } = options;
  const tables = await pggit.backfillLinks({
    dryRun,
    ...(source === undefined ? {} : { historyTable: source }),
  });
  const linked = tables.reduce((sum, { rowsLinked }) => sum + rowsLinked, 0);
  output.result({ dryRun, linked, tables }, renderBackfill);
  return undefined;
}

/** The link that stands afterwards, new or not: linking twice is linking once. */
async function linkByHand(
  pggit: Context<Options>['pggit'],
  id: string,
  tool: string,
): Promise<ExternalMigration> {
  await pggit.linkMigration(id, tool);
  const number = BigInt(id).toString();
  const link = (await pggit.migrations()).findLast(
    ({ migrationId, toolName, direction, revertedAt }) =>
      migrationId === number &&
      toolName === tool.trim() &&
      direction === 'up' &&
      revertedAt === null,
  );
  if (link !== undefined) return link;
  throw new CliError({
    code: 'unlinked',
    message: `migration ${id} of ${tool} was linked, and its link reverted by somebody else at once`,
    hint: 'see what stands with pggit migrations',
  });
}

function renderLink({ link }: Linked, { style }: Screen): string {
  const { toolName, migrationId, pggitCommitId, deploymentId } = link;
  const to =
    pggitCommitId === null
      ? `deployment ${deploymentId?.slice(0, 8)}`
      : `commit ${style.yellow(pggitCommitId.slice(0, 8))}`;
  return `migration ${migrationId} of ${toolName} is linked to ${to}`;
}

function renderBackfill({ dryRun, linked, tables }: Backfill, screen: Screen): string {
  if (tables.length === 0) {
    return 'no history tables: pggit.watch_history_table() names one that pggit does not recognise';
  }
  const rows = tables.map(({ source, toolName, rowsFound, rowsLinked }) => [
    source,
    toolName,
    String(rowsFound),
    String(rowsLinked),
  ]);
  return [
    table(
      [
        { title: 'HISTORY TABLE', shrinks: true },
        { title: 'TOOL' },
        { title: 'ROWS', align: 'right' },
        { title: dryRun ? 'TO LINK' : 'LINKED', align: 'right' },
      ],
      rows,
      screen,
    ),
    '',
    `${dryRun ? 'would link' : 'linked'} ${counted(linked, 'migration')}`,
  ].join('\n');
}
