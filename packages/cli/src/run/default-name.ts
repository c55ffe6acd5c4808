import { basename } from 'node:path';

/** Words of a command line, not its options, addresses and assignments: those may hold passwords. */
const WORD = /^[\w@.,/][\w@.,/:+-]*$/;

const LONGEST = 80;

/** The name of a deployment that was given none: `npx prisma migrate deploy`, `psql`. */
export function defaultName([program = '', ...args]: readonly string[]): string {
  const end = args.findIndex((arg) => !WORD.test(arg) || arg.includes('://'));
  const words = [basename(program), ...args.slice(0, end === -1 ? undefined : end)];
  const name = words.join(' ');
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
}
