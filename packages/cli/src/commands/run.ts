import type { RecordingSettings } from '@pggit/core/adapter';
import type { Command } from 'commander';
import { define } from '../definition.js';
import { UsageError } from '../errors/cli-error.js';
import { EXIT, EXIT_MEANINGS } from '../exit-codes.js';
import { type GlobalOptions, outputOf } from '../handler.js';
import { defaultName } from '../run/default-name.js';
import { findTarget } from '../run/find-database.js';
import { type RunSettings, runAlone, runCommand } from '../run/run-command.js';

interface Options extends GlobalOptions {
  readonly name?: string;
  readonly message?: string;
  readonly tag?: readonly string[];
  readonly required?: boolean;
  readonly refresh?: string;
  readonly urlEnv?: readonly string[];
}

/** Milliseconds that open connections may keep a process which is done. */
const LINGERING = 500;

export function register(program: Command): void {
  define(program.command('run'), {
    summary: 'run a migration tool as one deployment',
    description:
      'Runs a command and records what it changes as one deployment: its sessions get the id by ' +
      'PGOPTIONS, by the URL in DATABASE_URL and by their application name. Input, output, signals and ' +
      'exit code are those of the command. Where pggit cannot record, the command runs all the same.',
    examples: [
      { run: 'pggit run -- npx knex migrate:latest', to: 'to record a run of Knex' },
      {
        run: 'pggit run --name "release 12" --tag billing --required -- psql -f billing.sql',
        to: 'to record a script, or fail where that is not possible',
      },
      {
        run: 'pggit run --url-env DIRECT_URL -- npx prisma migrate deploy',
        to: 'to record a tool that reads its URL from another variable',
      },
    ],
    exitCodes: {
      [EXIT.pggitFailed]: EXIT_MEANINGS[EXIT.pggitFailed],
      [EXIT.notExecutable]: EXIT_MEANINGS[EXIT.notExecutable],
      [EXIT.notFound]: EXIT_MEANINGS[EXIT.notFound],
    },
  })
    .argument('<command...>', 'the command and its arguments, behind --')
    .option('--name <name>', 'name of the deployment; the command without its options by default')
    .option('--message <message>', 'message of the commit; the name by default')
    .option('--tag <tag>', 'label of the commit; may be given again', collected)
    .option('--required', 'run nothing where pggit cannot record')
    .option(
      '--refresh <what>',
      'materialized views to refresh afterwards: none, affected, or a list',
    )
    .option(
      '--url-env <name>',
      'variable that holds the URL, DATABASE_URL by default; may be given again',
      collected,
    )
    .action(run);
}

async function run(this: Command): Promise<void> {
  const options: Options = this.optsWithGlobals();
  const [command = []] = this.processedArgs as [string[]?];
  const settings = await settingsOf(command, options, process.env);
  const output = outputOf(options);
  if (!settings.enabled) {
    process.exitCode = await runAlone(command, output);
    return;
  }
  const target = findTarget(options.url, options.urlEnv ?? [], process.env);
  process.exitCode = await runCommand(command, target, settings, output);
  // A server that does not answer may hold a connection for a while that nobody needs any more.
  setTimeout(() => process.exit(), LINGERING).unref();
}

/** A flag wins over its variable, which the adapters read as well; an empty variable is none. */
async function settingsOf(
  command: readonly string[],
  { name, message, tag, required, refresh }: Options,
  environment: NodeJS.ProcessEnv,
): Promise<RunSettings & { readonly enabled: boolean }> {
  if (name !== undefined && name.trim() === '') throw new UsageError('--name needs a name');
  const { InvalidSettingError, WRITTEN_SETTINGS, withEnvironment } = await import(
    '@pggit/core/adapter'
  );
  const flags: RecordingSettings = {
    name,
    message,
    tags: tag && [...tag],
    required,
    // Not asked for: a run is one commit.
    autoCommit: false,
    refresh:
      refresh === undefined ? undefined : WRITTEN_SETTINGS.refresh.parse('--refresh', refresh),
  };
  try {
    const settings = withEnvironment(flags, environment);
    return {
      name: settings.name ?? defaultName(command),
      message: settings.message,
      tags: settings.tags ?? [],
      enabled: settings.enabled ?? true,
      required: settings.required ?? false,
      refresh: settings.refresh ?? 'none',
    };
  } catch (error) {
    if (!(error instanceof InvalidSettingError)) throw error;
    throw new UsageError(error.message, 'see pggit run --help');
  }
}

function collected(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
