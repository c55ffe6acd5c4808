import type { Command } from 'commander';
import { type Session, withSession } from './connection/session.js';
import { CliError } from './errors/cli-error.js';
import { type Asker, explain } from './errors/explain.js';
import type { ExitCode } from './exit-codes.js';
import { Output } from './output/output.js';

/** The options every command has. */
export interface GlobalOptions {
  readonly url?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** What a command works with. */
export interface Context<Options> extends Session {
  readonly options: Options & GlobalOptions;
  /** The arguments, in the order of the command line; undefined where one is left out. */
  readonly args: readonly (string | undefined)[];
  readonly output: Output;
}

/** Makes commander's action of `work`: a connection around it, its exit code after it. */
export function handler<Options = object>(
  needs: Asker['needs'],
  work: (context: Context<Options>) => Promise<ExitCode | undefined>,
): (this: Command) => Promise<void> {
  return async function run(this: Command) {
    const options: Options & GlobalOptions = this.optsWithGlobals();
    const output = outputOf(options);
    const exitCode = await withSession({ url: options.url, output }, async (session) => {
      try {
        return await work({ ...session, options, args: this.processedArgs, output });
      } catch (error) {
        throw explained(error, { role: session.client.user, needs });
      }
    });
    if (exitCode !== undefined) process.exitCode = exitCode;
  };
}

/** The output that the options ask for. */
export function outputOf({ json, verbose }: GlobalOptions): Output {
  const debugging = Boolean(process.env.DEBUG);
  return new Output({ json: json ?? false, verbose: verbose ?? debugging }, process);
}

/** Explained where it is known who asked. */
export function explained(error: unknown, asker: Asker): CliError {
  if (error instanceof CliError) return error;
  const { exitCode, ...text } = explain(error, asker);
  return new CliError(text, { cause: error, exitCode });
}
