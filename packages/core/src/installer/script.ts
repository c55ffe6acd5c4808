import { READ_WRITE } from '../connection/transaction.js';
import type { Step } from './step.js';

/**
 * The script of an installation, for people who want to read it or run it with psql.
 *
 * @param title goes into the first line
 */
export function renderScript(title: string, steps: readonly Step[]): string {
  const parts = steps.map(({ name, sql }) => `-- ${name}\n${sql.trim()}\n`);
  return [
    `-- ${title}\n-- Run it with: psql --set ON_ERROR_STOP=1 --file <this file>\n${READ_WRITE};\n`,
    ...parts,
    'commit;\n',
  ].join('\n');
}
