import type { Command } from 'commander';

/** Behind it, all is the tool's. */
const DASHES = '--';

/**
 * Keeps a command with commands below it, as `pggit liquibase`, from finding one of those, or `help`, in what is
 * behind the `--`: the word there is another `--`, which {@link argumentsOf} takes away.
 *
 * @param words a command line
 */
export function keepApart(program: Command, words: readonly string[]): readonly string[] {
  const at = words.indexOf(DASHES);
  const tool = commandIn(program, words);
  const isSaid = at !== -1 && at < words.length - 1;
  const mayConfuse =
    isSaid && tool && tool.commands.length > 0 && tool.registeredArguments.length > 0;
  return mayConfuse ? words.toSpliced(at, 0, DASHES) : words;
}

/** A command line up to the `--`: what is behind it is not ours. */
export function ownWords(words: readonly string[]): readonly string[] {
  const end = words.indexOf(DASHES);
  return end === -1 ? words : words.slice(0, end);
}

/** The command that a command line is about. Behind it, the name of another one is the value of an option. */
export function commandIn(program: Command, words: readonly string[]): Command | undefined {
  const [command] = ownWords(words).flatMap((word) =>
    program.commands.filter((known) => known.name() === word),
  );
  return command;
}

/** What the tool of a command is given. */
export function argumentsOf(command: Command): readonly string[] {
  const [words = []] = command.processedArgs as [string[]?];
  return words[0] === DASHES ? words.slice(1) : words;
}

/** Whether a tool is only asked about itself, for which it opens no session. */
export function isQuestion(args: readonly string[]): boolean {
  const [first = ''] = args;
  return /^(?:help|version)$/.test(first) || args.some((arg) => QUESTION.test(arg));
}

const QUESTION = /^(?:--help|--version|-[hv?])$/;
