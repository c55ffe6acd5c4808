/** A file has the name of one of pggit's callbacks and was written by somebody else. */
export class ForeignFileError extends Error {
  override readonly name = 'ForeignFileError';
  readonly file: string;

  constructor(file: string) {
    super(`${file} was not written by pggit flyway init`);
    this.file = file;
  }
}

/** What Flyway reads and pggit does not: a form of its own, or what is no TOML. */
export class UnreadableConfigError extends Error {
  override readonly name = 'UnreadableConfigError';

  constructor(what: string, options?: ErrorOptions) {
    super(`pggit cannot read ${what}`, options);
  }
}
