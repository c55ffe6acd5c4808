import { EXIT, type ExitCode } from '../exit-codes.js';
import { CliError, type ErrorText } from './cli-error.js';

/** Who is asking, for the hint of a missing privilege. */
export interface Asker {
  readonly role?: string | undefined;
  /** The role of pggit that may do it; the owner of pggit when there is none. */
  readonly needs?: 'pggit_reader' | 'pggit_deployer' | undefined;
}

interface Explanation extends ErrorText {
  readonly exitCode: ExitCode;
}

const LOST = new Set(['57P01', '57P02', '57P03', 'ECONNRESET', 'EPIPE']);

/** Turns whatever was thrown into something to say. */
export function explain(error: unknown, asker: Asker = {}): Explanation {
  if (error instanceof CliError) return { ...error.text, exitCode: error.exitCode };
  const { code, message, hint, details, sqlState } = partsOf(error);
  // Errors of pggit's own have both; they say what to do already.
  if (sqlState !== undefined) {
    const exitCode = code === 'engine_newer' ? EXIT.engineNewer : EXIT.error;
    return { code: String(code), message, hint, details, exitCode };
  }
  if (code === '42501') return { ...missingPrivilege(message, asker), exitCode: EXIT.error };
  if (code === '25006' || isStandby(code, message))
    return { ...readOnly(message), exitCode: EXIT.error };
  if (LOST.has(String(code)) || /terminated unexpectedly/.test(message)) {
    return { ...connectionLost(message), exitCode: EXIT.error };
  }
  return {
    code: 'error',
    message,
    hint: hint ?? 'see more with --verbose',
    ...(code === undefined ? {} : { details: { sqlstate: code } }),
    exitCode: EXIT.error,
  };
}

function missingPrivilege(message: string, { role, needs }: Asker): ErrorText {
  const grant = needs === undefined ? undefined : `grant ${needs} to ${role ?? '<role>'}`;
  return {
    code: 'no_privilege',
    message: `${role === undefined ? 'this role' : `role "${role}"`} may not do this: ${message}`,
    hint:
      grant === undefined
        ? 'connect as the owner of pggit'
        : `ask the owner of pggit for: ${grant}`,
  };
}

/** What asks for a transaction that writes is told of a feature that is missing. */
function isStandby(code: string | undefined, message: string): boolean {
  return code === '0A000' && /recovery/.test(message);
}

function readOnly(message: string): ErrorText {
  return {
    code: 'read_only',
    message: `this needs to write, and the session cannot: ${message}`,
    hint: 'connect to the primary; if this is it, see default_transaction_read_only of the role, the database and the URL',
  };
}

function connectionLost(message: string): ErrorText {
  return {
    code: 'connection_lost',
    message: `the connection was lost: ${message}`,
    hint: 'whatever was not committed by then is undone; run it again',
  };
}

interface Parts {
  readonly code: string | undefined;
  readonly message: string;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;
  readonly sqlState: string | undefined;
}

function partsOf(error: unknown): Parts {
  const parts = (typeof error === 'object' && error !== null ? error : {}) as Partial<Parts>;
  return {
    code: parts.code,
    message: parts.message || String(error),
    hint: parts.hint || undefined,
    details: parts.details,
    sqlState: parts.sqlState,
  };
}
