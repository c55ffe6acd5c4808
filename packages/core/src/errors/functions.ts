import { PgGitError } from './base.js';

/** No function, procedure or aggregate has that signature. */
export class FunctionNotFoundError extends PgGitError {
  readonly code = 'function_not_found';
  readonly sqlState = 'PGF01';

  /** The signature as it was given. */
  get signature(): string {
    return this.text('signature');
  }

  /** The functions of that name, as pggit writes them. */
  get overloads(): string[] {
    return this.list('overloads');
  }
}

/** Several functions may be meant: arguments are missing, or the schema. */
export class AmbiguousFunctionError extends PgGitError {
  readonly code = 'ambiguous_function';
  readonly sqlState = 'PGF02';

  /** The signature as it was given. */
  get signature(): string {
    return this.text('signature');
  }

  /** Those that may be meant, as pggit writes them. */
  get overloads(): string[] {
    return this.list('overloads');
  }
}

/** The function exists and is not tracked, so that it has no history a version could belong to. */
export class FunctionNotTrackedError extends PgGitError {
  readonly code = 'function_not_tracked';
  readonly sqlState = 'PGF03';

  /** `function`, `procedure` or `aggregate`. */
  get kind(): string {
    return this.text('kind');
  }

  /** The function as pggit writes it. */
  get identity(): string {
    return this.text('identity');
  }

  /** The rule that says so; empty where it is none of the configuration. */
  get rule(): string {
    return this.text('rule');
  }
}

/** The version of a function is blank. */
export class InvalidFunctionVersionError extends PgGitError {
  readonly code = 'invalid_function_version';
  readonly sqlState = 'PGF04';

  /** The signature as it was given. */
  get signature(): string {
    return this.text('signature');
  }
}
