import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** The value of an option, and the index of the argument that ends with it. */
export interface Argument {
  readonly value: string;
  readonly argument: number;
}

/** `--name=value`, `--name value`; Liquibase takes `--defaultsFile` for `--defaults-file`. */
export function argumentOf(args: readonly string[], name: string): Argument | undefined {
  const spellings = new Set([name, name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())]);
  for (const [at, arg] of args.entries()) {
    const [, option = '', value] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (!spellings.has(option)) continue;
    if (value !== undefined) return { value, argument: at };
    const next = args[at + 1];
    if (next !== undefined) return { value: next, argument: at + 1 };
  }
  return undefined;
}

/** The command: the first word that is no option, nor the value of one. */
export function commandOf(args: readonly string[]): string {
  const isWord = (arg: string, before = '') =>
    !arg.startsWith('-') && (!before.startsWith('--') || before.includes('='));
  return args.find((arg, at) => isWord(arg, args[at - 1])) ?? '';
}

/**
 * The command line as Liquibase's parser reads it: `@file` stands for the arguments in that file. One that
 * cannot be read stays as it is, and `@@word` is a word.
 */
export async function expandArguments(
  args: readonly string[],
  directory: string,
): Promise<readonly string[]> {
  const parts = args.map(async (arg) => {
    if (!/^@[^@]/.test(arg)) return [arg];
    const text = await readFile(resolve(directory, arg.slice(1)), 'utf8').catch(() => undefined);
    return text === undefined ? [arg] : tokens(text);
  });
  return (await Promise.all(parts)).flat();
}

/** A comment, or a word of parts in quotes and without. */
const TOKEN = /#.*|"((?:\\.|[^"\\\n])*)"|'((?:\\.|[^'\\\n])*)'|[^\s"'#]+/g;

function tokens(text: string): string[] {
  return [...text.matchAll(TOKEN)]
    .filter(([token]) => !token.startsWith('#'))
    .map(([token, double, single]) => (double ?? single)?.replace(/\\(.)/g, '$1') ?? token);
}
