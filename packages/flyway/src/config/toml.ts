/** What a key of a configuration holds, as far as it is read here. */
export type ConfigValue = string | boolean | readonly string[];

/** `[environments.prod]`, with or without quotes. */
const SECTION = /^\[([^\]]+)\]/;

/** `locations = …`; a key may have dots, and quotes around its parts. */
const ASSIGNMENT = /^([A-Za-z0-9_.\-"']+)\s*=\s*/;

/**
 * The strings, lists of strings and booleans of a flyway.toml, by the full name of their key. Enough for
 * finding an address and locations; whatever else a TOML file may hold is passed over.
 */
export function parseToml(text: string): Map<string, ConfigValue> {
  const values = new Map<string, ConfigValue>();
  let section = '';
  let rest = text;
  while (rest !== '') {
    rest = rest.replace(/^(?:\s+|#[^\n]*)+/, '');
    const header = SECTION.exec(rest);
    const key = ASSIGNMENT.exec(rest);
    if (header?.[1] !== undefined) {
      section = `${unquoted(header[1])}.`;
      rest = rest.slice(header[0].length);
    } else if (key?.[1] !== undefined) {
      const { value, length } = valueAt(rest.slice(key[0].length));
      if (value !== undefined) values.set(section + unquoted(key[1]), value);
      rest = rest.slice(key[0].length + length);
    } else {
      rest = rest.replace(/^[^\n]+/, '');
    }
  }
  return values;
}

function unquoted(key: string): string {
  return key.replaceAll(/["'\s]/g, '');
}

function valueAt(text: string): { value?: ConfigValue; length: number } {
  const single = stringAt(text);
  if (single !== undefined) return single;
  const bool = /^(true|false)\b/.exec(text);
  if (bool) return { value: bool[1] === 'true', length: bool[0].length };
  if (!text.startsWith('[')) return { length: /^[^\n]*/.exec(text)?.[0].length ?? 0 };
  const items: string[] = [];
  let length = 1;
  for (;;) {
    length += /^(?:[\s,]+|#[^\n]*)*/.exec(text.slice(length))?.[0].length ?? 0;
    const item = stringAt(text.slice(length));
    if (item === undefined) break;
    items.push(item.value);
    length += item.length;
  }
  return text[length] === ']' ? { value: items, length: length + 1 } : { length: 1 };
}

/** `"with \"escapes\""` or `'as it stands'`. */
function stringAt(text: string): { value: string; length: number } | undefined {
  const basic = /^"((?:[^"\\\n]|\\.)*)"/.exec(text);
  if (basic?.[1] !== undefined) {
    const value = basic[1].replaceAll(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? char);
    return { value, length: basic[0].length };
  }
  const literal = /^'([^'\n]*)'/.exec(text);
  return literal?.[1] === undefined ? undefined : { value: literal[1], length: literal[0].length };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
