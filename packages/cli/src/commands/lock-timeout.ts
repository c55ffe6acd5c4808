import { type Command, InvalidArgumentError } from 'commander';

/** What `--lock-timeout` gives; undefined when it is not there. */
export interface LockTimeoutOption {
  readonly lockTimeout?: number;
}

/** Adds `--lock-timeout` to a command that changes the engine. */
export function addLockTimeout(command: Command): Command {
  return command.option(
    '--lock-timeout <seconds>',
    'for how long to try again while other sessions use pggit; 10 when not given. Nobody waits behind these attempts',
    toSeconds,
  );
}

/** The option as install() and uninstall() take it. */
export function lockTimeoutOf({ lockTimeout }: LockTimeoutOption): { lockTimeoutMs?: number } {
  return lockTimeout === undefined ? {} : { lockTimeoutMs: lockTimeout * 1000 };
}

function toSeconds(text: string): number {
  if (/^\d{1,6}(\.\d{1,3})?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number of seconds, for example 30 or 0.5.');
}
