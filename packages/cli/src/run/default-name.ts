import { basename } from 'node:path';

/** Words of a command line, not its options, addresses and assignments: those may hold passwords. */
const WORD = /^[\w@.,/][\w@.,/:+-]*$/;

/** `@scope/package`, `package@1.2`: other words with an `@` may be those of `user:password@host`. */
const PACKAGE = /^(?:@[\w.-]+\/)?[\w.-]+(?:@[\w.-]+)?$/;

/** With its value in the same word. */
const OPTION = /^--[\w.-]+=/;

const LONGEST = 80;

/**
 * The name of a deployment that was given none: `npx prisma migrate deploy`, `psql`. The word behind
 * an option is left out with it: it may be its value. So is all from a script on, as that of `sh -c`.
 */
export function defaultName([program = '', ...args]: readonly string[]): string {
  const script = args.findIndex((arg) => /\s/.test(arg) && !OPTION.test(arg));
  const words = args
    .slice(0, script === -1 ? undefined : script)
    .filter((arg, at) => isWord(arg) && !takesValue(args[at - 1]));
  const name = [basename(program), ...words].join(' ');
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
}

function isWord(arg: string): boolean {
  if (!WORD.test(arg) || arg.includes('://')) return false;
  return !arg.includes('@') || PACKAGE.test(arg);
}

/** `-f`, `--file`, but not `--`, behind which a program has words again. */
function takesValue(option = ''): boolean {
  return /^-+[^=-]/.test(option) && !option.includes('=');
}
