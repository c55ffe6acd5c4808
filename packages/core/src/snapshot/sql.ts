/** A name as it stands in SQL. Always quoted: which words are reserved differs between versions. */
export const ident = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text as it stands in SQL, whatever `standard_conforming_strings` says. */
export function literal(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
  return text.includes('\\') ? ` E${quoted}` : quoted;
}

/** A body between dollars that do not occur in it. */
export function dollarQuoted(body: string): string {
  let tag = '$body$';
  for (let n = 1; body.includes(tag); n += 1) tag = `$body${n}$`;
  return `${tag}${body}${tag}`;
}

/** One part of a name as the server writes it: quoted, or plain. */
const PART = '(?:"(?:[^"]|"")*"|[^".()\\s,]+)';

/** The parts of a name as the server writes it: `app."My Table"` has two. */
export const partsOf = (name: string): string[] => name.match(new RegExp(PART, 'g')) ?? [];

/** Schema of a name as the server writes it; undefined where it has none. */
export function schemaOf(identity: string): string | undefined {
  const match = new RegExp(`^(${PART})\\.${PART}`).exec(identity);
  return match?.[1];
}

/** `app.orders` of its column `app.orders.id`. */
export const tableOf = (column: string): string => partsOf(column).slice(0, 2).join('.');

/** The last part of a name without arguments: what `CREATE INDEX` takes. */
export const lastPart = (identity: string): string => partsOf(identity).at(-1) ?? identity;

/** The last part as the catalog has it, without quotes. */
export function lastName(identity: string): string {
  const part = lastPart(identity);
  return part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part;
}

/** `app.f` of `app.f(integer)`. */
export function routineName(identity: string): string {
  return new RegExp(`^${PART}\\.${PART}`).exec(identity)?.[0] ?? identity;
}

/** `t` and `app.orders` of `t on app.orders`. */
export function splitOn(identity: string): [name: string, relation: string] {
  const match = /^("(?:[^"]|"")*"|\S+) on (.*)$/s.exec(identity);
  return [match?.[1] ?? identity, match?.[2] ?? ''];
}

/** Every name with a schema that occurs in a text. */
export function namesIn(text: string): string[] {
  return text.match(/(?:"(?:[^"]|"")*"|[a-z_][\w$]*)\.(?:"(?:[^"]|"")*"|[a-z_][\w$]*)/g) ?? [];
}

/** `name = value, ...` of options as the definition has them. */
export function optionList(options: unknown, prefix = ''): string {
  return Object.entries((options ?? {}) as Record<string, string>)
    .map(([name, value]) => `${prefix}${name} = ${literal(value)}`)
    .join(', ');
}
