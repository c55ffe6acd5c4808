import { EXIT, type ExitCode } from '../exit-codes.js';

/** What an error says to people and programs. */
export interface ErrorText {
  /** Stable name for programs, snake_case. */
  readonly code: string;
  readonly message: string;
  /** What to do next. */
  readonly hint?: string | undefined;
  /** Facts for programs. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** An error of this command that is explained already. */
export class CliError extends Error {
  readonly text: ErrorText;
  readonly exitCode: ExitCode;

  constructor(text: ErrorText, options: { cause?: unknown; exitCode?: ExitCode } = {}) {
    super(text.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.text = text;
    this.exitCode = options.exitCode ?? EXIT.error;
  }
}

/** The command line, or the environment it relies on, cannot be used. */
export class UsageError extends CliError {
  constructor(message: string, hint?: string) {
    super({ code: 'usage', message, hint }, { exitCode: EXIT.usage });
  }
}
