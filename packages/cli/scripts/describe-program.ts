import type { Argument, Command, Option } from 'commander';
import { definitionOf, type Example, exitCodesOf, type JsonShape } from '../src/definition.js';
import { ENVIRONMENT } from '../src/environment.js';
import { EXIT_MEANINGS } from '../src/exit-codes.js';

export interface OptionDescription {
  readonly flags: string;
  readonly description: string;
}

export interface ArgumentDescription {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  readonly default: unknown;
}

export interface CommandDescription {
  readonly name: string;
  readonly aliases: string[];
  readonly summary: string;
  readonly description: string;
  readonly usage: string;
  readonly arguments: ArgumentDescription[];
  readonly options: OptionDescription[];
  readonly examples: readonly Example[];
  readonly json?: JsonShape;
  readonly exitCodes: Readonly<Record<string, string>>;
}

/** The command tree for machines; cli-definition.json is this. */
export interface ProgramDescription {
  readonly name: string;
  readonly description: string;
  /** They can stand before and after the name of the command. */
  readonly globalOptions: OptionDescription[];
  readonly environment: Readonly<Record<string, string>>;
  readonly exitCodes: Readonly<Record<string, string>>;
  readonly commands: CommandDescription[];
}

export function describeProgram(program: Command): ProgramDescription {
  return {
    name: program.name(),
    description: program.description(),
    globalOptions: program.options.map(describeOption),
    environment: Object.fromEntries(ENVIRONMENT),
    exitCodes: EXIT_MEANINGS,
    commands: withSubcommands(program).map(describeCommand),
  };
}

/** Each command, followed by those below it. */
function withSubcommands(parent: Command): Command[] {
  return parent.commands.flatMap((command) => [command, ...withSubcommands(command)]);
}

/** With the names of those above it: `pggit flyway init`. */
function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

function describeCommand(command: Command): CommandDescription {
  const definition = definitionOf(command);
  return {
    name: pathOf(command).replace(/^\S+ /, ''),
    aliases: command.aliases(),
    summary: command.summary(),
    description: command.description(),
    usage: `${pathOf(command)} ${command.usage()}`,
    arguments: command.registeredArguments.map(describeArgument),
    options: command.options.map(describeOption),
    examples: definition.examples,
    ...(definition.json === undefined ? {} : { json: definition.json }),
    exitCodes: exitCodesOf(definition),
  };
}

function describeOption({ flags, description }: Option): OptionDescription {
  return { flags, description };
}

function describeArgument(argument: Argument): ArgumentDescription {
  return {
    name: argument.name(),
    description: argument.description,
    required: argument.required,
    default: argument.defaultValue,
  };
}
