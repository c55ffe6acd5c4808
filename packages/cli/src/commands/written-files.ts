import type { Command } from 'commander';
import { EXIT, EXIT_MEANINGS } from '../exit-codes.js';

/** A file that pggit keeps in a project, and what became of it. */
interface WrittenFile {
  readonly file: string;
  readonly action: 'written' | 'replaced' | 'unchanged' | 'removed';
}

/** What `action` is in JSON. */
export const ACTIONS = 'written, replaced, removed or unchanged; with --check, what would be done';

/** What a command that takes `--check` ends with. */
export const CHECK_EXIT_CODES = {
  [EXIT.findings]: `with --check: ${EXIT_MEANINGS[EXIT.findings]}`,
} as const;

export function addCheck(command: Command): Command {
  return command.option(
    '--check',
    'write nothing, and end with 4 where something is to be written',
  );
}

/** What became of a file, or with `--check` would. */
export function fileLine({ file, action }: WrittenFile, isCheck: boolean): string {
  const words = isCheck
    ? {
        written: 'missing',
        replaced: 'out of date',
        unchanged: 'up to date',
        removed: 'not asked for',
      }
    : { written: 'wrote', replaced: 'replaced', unchanged: 'unchanged', removed: 'removed' };
  return `${words[action]} ${file}`;
}

/** Ends with findings where a check finds something to write. */
export function endCheck(files: readonly WrittenFile[], isCheck: boolean): void {
  if (isCheck && files.some(({ action }) => action !== 'unchanged')) {
    process.exitCode = EXIT.findings;
  }
}
