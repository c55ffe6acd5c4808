import type { Output } from '../output/output.js';

/** Lines of a run on stderr, told from those of the command by `pggit:`. */
export interface Telling {
  say(line: string): void;
  warn(message: string, hint?: string): void;
}

export function telling(output: Output): Telling {
  const say = (line: string): void => output.note(`pggit: ${line}`);
  return {
    say,
    warn(message, hint) {
      say(`warning: ${message}`);
      if (hint) say(`hint: ${hint}`);
    },
  };
}
