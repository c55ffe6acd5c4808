import type { WrittenCallback } from '@pggit/flyway';
import type { Command } from 'commander';
import { define } from '../../definition.js';
import { CliError, UsageError } from '../../errors/cli-error.js';
import { type GlobalOptions, outputOf } from '../../handler.js';
import { ACTIONS, addCheck, CHECK_EXIT_CODES, endCheck, fileLine } from '../written-files.js';

interface Options extends GlobalOptions {
  readonly dir: string;
  readonly check?: boolean;
  readonly required?: boolean;
  readonly refresh?: string;
  readonly placeholderPrefix?: string;
  readonly placeholderSuffix?: string;
}

interface Report {
  readonly callbacks: readonly WrittenCallback[];
  readonly configuration: string | null;
}

const REFRESH_HELP =
  'affected writes a callback that refreshes materialized views after a run; none by default';

export function registerInit(flyway: Command): void {
  const command = define(flyway.command('init'), {
    summary: 'write the callbacks with which Flyway records its runs',
    description:
      'Writes four SQL callbacks into a folder of your project and prints the line of configuration that ' +
      'makes Flyway find them; with --refresh affected a fifth. They are part of the project: commit them. Run again after an upgrade of pggit; it ' +
      'replaces its own files and no other, and removes that callback where it is not asked for. Touches no database.',
    examples: [
      { run: 'pggit flyway init --dir db/pggit', to: 'to write the callbacks' },
      {
        run: 'pggit flyway init --dir db/pggit --refresh affected',
        to: 'to refresh materialized views after runs, too',
      },
      {
        run: 'pggit flyway init --dir db/pggit --check',
        to: 'to see in CI that they are up to date',
      },
    ],
    json: {
      type: 'object',
      fields: {
        'callbacks[].file': 'path of the file',
        'callbacks[].action': ACTIONS,
        configuration: "the line to add to Flyway's configuration; null where it has it already",
      },
    },
    exitCodes: CHECK_EXIT_CODES,
  }).requiredOption('--dir <folder>', 'folder for the callbacks, which holds nothing else');
  addCheck(command)
    .option('--required', 'let a migration fail that pggit cannot record')
    .option('--refresh <what>', REFRESH_HELP)
    .option('--placeholder-prefix <text>', "Flyway's placeholderPrefix, where it is not ${")
    .option('--placeholder-suffix <text>', "Flyway's placeholderSuffix, where it is not }")
    .action(init);
}

async function init(this: Command): Promise<void> {
  const { dir, refresh = 'none', ...options }: Options = this.optsWithGlobals();
  assertRefresh(refresh);
  const flyway = await import('@pggit/flyway');
  const folder = dir.replaceAll('\\', '/').replace(/\/+$/, '');
  if (folder.includes(',')) {
    throw new UsageError(
      `--dir ${folder}: Flyway takes a comma for the end of a location`,
      'choose a folder without one in its path',
    );
  }
  const config = await flyway.readFlywayConfig(process.cwd()).catch((error: unknown) => {
    if (!(error instanceof flyway.UnreadableConfigError)) throw error;
    throw new UsageError(error.message, 'Flyway says what is wrong in it: correct it first');
  });
  const prefix = config.setting('placeholderPrefix');
  const suffix = config.setting('placeholderSuffix');
  const callbacks = await flyway
    .writeCallbacks(folder, {
      placeholderPrefix: typeof prefix === 'string' ? prefix : undefined,
      placeholderSuffix: typeof suffix === 'string' ? suffix : undefined,
      refresh,
      ...options,
    })
    .catch((error: unknown) => {
      if (error instanceof flyway.ForeignFileError) throw foreign(error.message);
      throw error;
    });
  const configuration = flyway.hasLocation(config, folder)
    ? null
    : flyway.locationsLine(config, folder);
  if (String(config.setting('placeholderReplacement')) === 'false') {
    outputOf(options).warn(
      `${config.file} switches placeholderReplacement off, and the callbacks need it: the first migration would fail`,
      'switch it on; a script with text of that form has a configuration of its own, as V1__x.sql.conf',
    );
  }
  const report: Report = { callbacks, configuration };
  const { check = false } = options;
  outputOf(options).result(report, () => render(report, config.file, check));
  endCheck(callbacks, check);
}

function assertRefresh(refresh: string): asserts refresh is 'none' | 'affected' {
  if (refresh === 'none' || refresh === 'affected') return;
  throw new UsageError(
    `--refresh ${refresh}: it is affected or none`,
    'write a callback of your own for views by their names: afterMigrateApplied__refresh.sql',
  );
}

function foreign(message: string): CliError {
  return new CliError({
    code: 'foreign_file',
    message,
    hint: 'rename it (behind the two underscores is any text), or choose another --dir',
  });
}

function render(
  { callbacks, configuration }: Report,
  file: string | undefined,
  isCheck: boolean,
): string {
  const lines = callbacks.map((callback) => fileLine(callback, isCheck));
  if (configuration === null || isCheck) return lines.join('\n');
  const where = file === undefined ? 'start Flyway with' : `put into ${file}`;
  return [...lines, '', `${where}:`, `  ${configuration}`].join('\n');
}
