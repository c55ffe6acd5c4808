import { PgGitError } from './base.js';

/** A pause or an emergency stop was asked for with no, a zero or a negative duration. */
export class InvalidDurationError extends PgGitError {
  readonly code = 'invalid_duration';
  readonly sqlState = 'PGT01';

  /** The duration as it was given. */
  get duration(): string {
    return this.text('duration');
  }
}

/** A schema or operation pattern of the tracking configuration cannot be used. */
export class InvalidPatternError extends PgGitError {
  readonly code = 'invalid_pattern';
  readonly sqlState = 'PGT02';

  /** The pattern as it was given. */
  get pattern(): string {
    return this.text('pattern');
  }
}

/** No object of that kind and identity exists. */
export class ObjectNotFoundError extends PgGitError {
  readonly code = 'object_not_found';
  readonly sqlState = 'PGT03';

  /** Kind, for example `function`. */
  get kind(): string {
    return this.text('kind');
  }

  /** Identity as it was given, for example `app.process(uuid, jsonb)`. */
  get identity(): string {
    return this.text('identity');
  }

  /** Objects that may have been meant. */
  get candidates(): string[] {
    return this.list('candidates');
  }
}

/** Changed objects could not be described; raised only where `pggit.on_error` is `raise`. */
export class CaptureError extends PgGitError {
  readonly code = 'capture';
  readonly sqlState = 'PGT04';

  /** What pggit was doing, for example `describe`. */
  get stage(): string {
    return this.text('stage');
  }

  /** The objects that could not be described. */
  get objects(): string[] {
    return this.list('objects');
  }
}

/** An ignore pattern was to be taken away that nobody added. */
export class IgnorePatternNotFoundError extends PgGitError {
  readonly code = 'ignore_pattern_not_found';
  readonly sqlState = 'PGT05';

  /** The pattern as it was given. */
  get pattern(): string {
    return this.text('pattern');
  }

  /** The patterns that there are. */
  get patterns(): string[] {
    return this.list('patterns');
  }
}

/** An object was to be recorded that a tracking rule ignores. */
export class ObjectIgnoredError extends PgGitError {
  readonly code = 'object_ignored';
  readonly sqlState = 'PGT06';

  /** Kind, for example `table`. */
  get kind(): string {
    return this.text('kind');
  }

  /** Identity, for example `app.orders`. */
  get identity(): string {
    return this.text('identity');
  }

  /** The rule in words. */
  get rule(): string {
    return this.text('rule');
  }
}

/** An object was to be recorded as it is now, and another session has it locked, or a newer record of it. */
export class ObjectLockedError extends PgGitError {
  readonly code = 'object_locked';
  readonly sqlState = 'PGT07';

  /** Kind, for example `view`. */
  get kind(): string {
    return this.text('kind');
  }

  /** Identity, for example `app.totals`. */
  get identity(): string {
    return this.text('identity');
  }
}
