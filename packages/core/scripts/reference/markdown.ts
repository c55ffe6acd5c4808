/** With a capital letter. */
export const title = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** The heading of a module. */
export const moduleTitle = (module: string) => (module === 'cqrs' ? 'CQRS' : title(module));

/** Text of a comment: what looks like a tag of HTML is none. In code it stands as it is. */
export const prose = (text: string) =>
  text.replaceAll(/`[^`]*`|</g, (found) => (found === '<' ? '&lt;' : found));

/** The same in a cell of a table. */
export const cell = (text: string) => prose(text).replaceAll('|', '\\|').replaceAll('\n', ' ');

/** The first sentence of a comment. */
export const summary = (text: string) =>
  prose((/^[\s\S]*?\.(?=\s|$)/.exec(text)?.[0] ?? text).replaceAll('\n', ' '));

/** A file of lines. */
export const page = (lines: readonly string[]) => `${lines.join('\n')}\n`;
