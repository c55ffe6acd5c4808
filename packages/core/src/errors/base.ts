import type { PgGitErrorCode } from './codes.js';

/** What an error carries beside its message. */
export interface ErrorParts {
  /** Facts for programs; the JSON detail of a database error. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  /** What to do next. */
  readonly hint?: string | undefined;
  /** The error this one was made from. */
  readonly cause?: unknown;
}

/**
 * The root of every error of pggit's own. There is one subclass for each situation, with the
 * facts as typed fields; errors of the caller's own SQL are never wrapped in one.
 */
export abstract class PgGitError extends Error {
  /** Stable name of the situation, the same in every copy of this package. */
  abstract readonly code: PgGitErrorCode;
  /** SQLSTATE of class `PG`, as the database raises it. */
  abstract readonly sqlState: string;
  /** Facts for programs, snake_case; empty when there are none. */
  readonly details: Readonly<Record<string, unknown>>;
  /** What to do next, when there is something to do. */
  readonly hint: string | undefined;

  constructor(message: string, parts: ErrorParts = {}) {
    super(message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = new.target.name;
    this.details = parts.details ?? {};
    this.hint = parts.hint;
  }

  /** The detail `key` as text; empty when the database sent none. */
  protected text(key: string): string {
    const value = this.details[key];
    return value === undefined || value === null ? '' : String(value);
  }

  /** The detail `key` as a list of texts; empty when the database sent none. */
  protected list(key: string): string[] {
    const value = this.details[key];
    return Array.isArray(value) ? value.map(String) : [];
  }
}

/** Constructor shared by the classes whose message comes from the database. */
export type RaisedErrorClass = new (message: string, parts?: ErrorParts) => PgGitError;
