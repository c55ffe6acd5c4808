import type { RecordingSettings } from '@pggit/core/adapter';
import type { Command } from 'commander';
import { UsageError } from '../errors/cli-error.js';
import { EXIT, EXIT_MEANINGS } from '../exit-codes.js';
import { type GlobalOptions, outputOf } from '../handler.js';
import type { RunTarget } from './find-database.js';
import { type RunSettings, runAlone, runCommand } from './run-command.js';

/** The options of a command that runs another one as a deployment. */
export interface RunOptions extends GlobalOptions {
  readonly name?: string;
  readonly message?: string;
  readonly tag?: readonly string[];
  readonly required?: boolean;
  readonly refresh?: string;
  /** Whether the command is known to have nothing to record. */
  readonly isAlone?: boolean;
}

/** What such a command ends with, beside the codes of the other. */
export const RUN_EXIT_CODES = {
  [EXIT.pggitFailed]: EXIT_MEANINGS[EXIT.pggitFailed],
  [EXIT.notExecutable]: EXIT_MEANINGS[EXIT.notExecutable],
  [EXIT.notFound]: EXIT_MEANINGS[EXIT.notFound],
} as const;

/** Milliseconds that open connections may keep a process which is done. */
const LINGERING = 500;

export function addRunOptions(command: Command, defaultName: string): Command {
  return command
    .option('--name <name>', `name of the deployment; ${defaultName} by default`)
    .option('--message <message>', 'message of the commit; the name by default')
    .option('--tag <tag>', 'label of the commit; may be given again', collected)
    .option('--required', 'run nothing where pggit cannot record')
    .option(
      '--refresh <what>',
      'materialized views to refresh afterwards: none, affected, or a list',
    );
}

/**
 * Runs a command as the options say; the process ends with its exit code.
 *
 * @param findTarget is not asked where recording is switched off
 */
export async function runWith(
  command: readonly string[],
  defaultName: string,
  options: RunOptions,
  findTarget: () => RunTarget | Promise<RunTarget>,
): Promise<void> {
  const settings = await settingsOf(options, defaultName);
  const output = outputOf(options);
  if (!settings.enabled || options.isAlone === true) {
    process.exitCode = await runAlone(command, output);
    return;
  }
  process.exitCode = await runCommand(command, await findTarget(), settings, output);
  // A server that does not answer may hold a connection for a while that nobody needs any more.
  setTimeout(() => process.exit(), LINGERING).unref();
}

/** A flag wins over its variable, which the adapters read as well; an empty variable is none. */
async function settingsOf(
  { name, message, tag, required, refresh }: RunOptions,
  defaultName: string,
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
    const settings = withEnvironment(flags, process.env);
    return {
      name: settings.name ?? defaultName,
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

/** Of an option that may be given again. */
export function collected(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
