import { readFileSync } from 'node:fs';

/** The signals that ask a program to end, or would end one that does not know them. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const;

/** Those that have a meaning for the command alone. */
const OF_COMMAND: ReadonlySet<NodeJS.Signals> = new Set(['SIGUSR1', 'SIGUSR2']);

/** The keys of a terminal send these to everybody in its foreground, the child included. */
const FROM_KEYS: ReadonlySet<NodeJS.Signals> = new Set(['SIGINT', 'SIGQUIT']);

/** From its making until `stop`, no signal of these ends this process. */
export interface SignalRelay {
  /** Who is told from now on; nobody until the first call, and after `hold`. */
  to(receiver: (signal: NodeJS.Signals) => void): void;
  /** From now on nobody is told. */
  hold(): void;
  /** The first signal that nobody was told. */
  readonly missed: NodeJS.Signals | undefined;
  /** Signals do what they always do. */
  stop(): void;
}

/**
 * Catches the signals that ask to end, so that the work of the child decides when that is, and a
 * deployment gets its end in any case.
 */
export function relaySignals(): SignalRelay {
  let missed: NodeJS.Signals | undefined;
  const nobody = (signal: NodeJS.Signals): void => {
    missed ??= signal;
  };
  let receiver = nobody;
  const listener = (signal: NodeJS.Signals): void => receiver(signal);
  const listened = SIGNALS.filter((signal) => isKnown(signal, listener));
  return {
    to(next) {
      receiver = next;
    },
    hold() {
      receiver = nobody;
    },
    get missed() {
      return missed;
    },
    stop() {
      for (const signal of listened) process.off(signal, listener);
    },
  };
}

/**
 * Whether the child has had the signal already. Nothing says who sent one, so a SIGINT at a terminal
 * is taken for its Ctrl-C.
 */
export function hasReachedChild(signal: NodeJS.Signals): boolean {
  return FROM_KEYS.has(signal) && isInForeground();
}

/** Whether the signal asks for the end of whoever gets it. */
export function asksToEnd(signal: NodeJS.Signals): boolean {
  return !OF_COMMAND.has(signal);
}

/** Windows does not know all of them. */
function isKnown(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): boolean {
  try {
    process.on(signal, listener);
    return true;
  } catch {
    return false;
  }
}

/** Whether this process is in the foreground of the terminal it was started from. */
function isInForeground(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    // The name in front, in parentheses, may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [, , group, , , foreground] = fields;
    return group === foreground;
  } catch {
    // Not on Linux.
    return [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
  }
}
