#!/usr/bin/env node
import { inspect } from 'node:util';
import { CommanderError } from 'commander';
import { CliError, UsageError } from './errors/cli-error.js';
import { explain } from './errors/explain.js';
import { EXIT } from './exit-codes.js';
import { outputOf } from './handler.js';
import { ignoreClosedPipes } from './output/streams.js';
import { createProgram } from './program.js';
import { commandIn, keepApart, ownWords } from './run/tool-arguments.js';

ignoreClosedPipes([process.stdout, process.stderr]);
const program = createProgram();
try {
  await program.parseAsync(keepApart(program, process.argv));
} catch (error) {
  report(error);
}

/** Where every error ends. `exitCode` and not `exit()`: what is still to be written gets written. */
function report(error: unknown): void {
  if (error instanceof CommanderError && error.exitCode === 0) return;
  // Help that was asked for by giving no command is on stderr already.
  if (error instanceof CommanderError && error.code === 'commander.help') {
    process.exitCode = EXIT.usage;
    return;
  }
  const output = outputOf({ ...program.opts(), ...(isJson() ? { json: true } : {}) });
  const { exitCode, ...text } = explain(
    error instanceof CommanderError ? usageError(error) : error,
  );
  output.error(text);
  if (output.verbose) process.stderr.write(`${inspect(origin(error))}\n`);
  process.exitCode = exitCode;
}

/** Where parsing failed, the options after that place were not read. */
function isJson(): boolean {
  return ownWords(process.argv).includes('--json');
}

function usageError(error: CommanderError): UsageError {
  const command = commandIn(program, process.argv);
  const words = ownWords(process.argv);
  const below = command?.commands.find((known) => words.includes(known.name()));
  const name = [program, command, below].flatMap((known) => known?.name() ?? []).join(' ');
  const advice =
    command?.name() === 'run' ? 'put the command behind --, and see pggit run --help' : undefined;
  return new UsageError(error.message.replace(/^error: /, ''), advice ?? `see ${name} --help`);
}

/** The error a stack trace is useful of. */
function origin(error: unknown): unknown {
  return error instanceof CliError && error.cause !== undefined ? error.cause : error;
}
