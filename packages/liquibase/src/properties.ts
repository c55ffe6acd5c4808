/** What ends a key: white space as Java has it, `=` or `:`, none of them escaped. */
const KEY = /^((?:\\.|[^\\ \t\f=:])*)[ \t\f]*[=:]?[ \t\f]*(.*)$/su;

/** How Java reads the bytes of such a file; other letters are written as `\u0141`. */
export const PROPERTIES_ENCODING = 'latin1';

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

/** Reads a properties file of Java: later keys win, a backslash at the end of a line continues it. */
export function parseProperties(text: string): Map<string, string> {
  const properties = new Map<string, string>();
  for (const line of logicalLines(text)) {
    const [, key = '', value = ''] = KEY.exec(line) ?? [];
    properties.set(unescaped(key), unescaped(value));
  }
  return properties;
}

function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let continued: string | undefined;
  for (const natural of text.split(/\r\n|\r|\n/)) {
    const line = natural.replace(/^[ \t\f]+/, '');
    if (continued === undefined && (line === '' || /^[#!]/.test(line))) continue;
    const whole = (continued ?? '') + line;
    continued = isContinued(line) ? whole.slice(0, -1) : undefined;
    if (continued === undefined) lines.push(whole);
  }
  return continued === undefined ? lines : [...lines, continued];
}

/** An even number of backslashes is as many half of them. */
function isContinued(line: string): boolean {
  return (/\\*$/.exec(line)?.[0].length ?? 0) % 2 === 1;
}

function unescaped(text: string): string {
  return text.replace(/\\(u[0-9a-f]{4}|.)/gis, (_, escaped: string) =>
    /^u./i.test(escaped) && escaped.length === 5
      ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
      : (ESCAPES[escaped] ?? escaped),
  );
}
