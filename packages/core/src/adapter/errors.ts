/** pggit is installed, and this run, which requires it, may not record: no rights, or read-only. */
export class NotUsableError extends Error {
  readonly code = 'not_usable';
  readonly hint =
    'grant pggit_deployer to the migrating role, or leave out `required` to run unrecorded';

  constructor(why: string) {
    super(`pggit cannot record this run: ${why}`);
    this.name = 'NotUsableError';
  }
}

/** A setting, as an option, a flag or an environment variable, has a value that it cannot have. */
export class InvalidSettingError extends Error {
  readonly code = 'invalid_setting';
  /** As the user wrote it: `--pggit-required` or `PGGIT_REQUIRED`. */
  readonly setting: string;
  /** What it was given; undefined when it came without its value. */
  readonly value: string | undefined;

  /** @param expected - what it takes, in words */
  constructor(setting: string, value: string | undefined, expected: string) {
    super(
      value === undefined
        ? `${setting} needs a value: ${expected}`
        : `${setting} cannot be '${value}': it takes ${expected}`,
    );
    this.name = 'InvalidSettingError';
    this.setting = setting;
    this.value = value;
  }
}
