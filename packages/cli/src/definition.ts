import type { Command } from 'commander';
import { EXIT, EXIT_MEANINGS, type ExitCode } from './exit-codes.js';

/** What help and reference say of a command beside its arguments and options. */
export interface Definition {
  /** A few words, for the list of commands. */
  readonly summary: string;
  readonly description: string;
  readonly examples: readonly Example[];
  /** What it prints with `--json`; absent where it prints nothing of its own. */
  readonly json?: JsonShape;
  /** What the codes beyond 0, 1 and 2 mean here. */
  readonly exitCodes?: Readonly<Partial<Record<ExitCode, string>>>;
}

export interface Example {
  /** The command line. */
  readonly run: string;
  /** What it does, completing "to …". */
  readonly to: string;
}

export interface JsonShape {
  readonly type: 'array' | 'object';
  /** By path: `commitId`, `changes[].kind`. */
  readonly fields: Readonly<Record<string, string>>;
}

const definitions = new WeakMap<Command, Definition>();

/** Describes a command, and adds its examples and exit codes to its help. */
export function define(command: Command, definition: Definition): Command {
  definitions.set(command, definition);
  const examples = definition.examples.map(({ run, to }) => `  $ ${run}\n      ${to}`);
  const codes = Object.entries(exitCodesOf(definition)).map(([code, text]) => `  ${code}  ${text}`);
  return command
    .summary(definition.summary)
    .description(definition.description)
    .addHelpText(
      'after',
      `\nExamples:\n${examples.join('\n')}\n\nExit codes:\n${codes.join('\n')}`,
    );
}

/** @throws Error for a command that was never described */
export function definitionOf(command: Command): Definition {
  const definition = definitions.get(command);
  if (definition === undefined) throw new Error(`command ${command.name()} has no definition`);
  return definition;
}

/** The codes a command can end with. */
export function exitCodesOf({ exitCodes = {} }: Definition): Record<string, string> {
  const { ok, error, usage } = EXIT;
  const common = {
    [ok]: EXIT_MEANINGS[ok],
    [error]: EXIT_MEANINGS[error],
    [usage]: EXIT_MEANINGS[usage],
  };
  return { ...common, ...exitCodes };
}
