/** A line that ends with a backslash goes on in the next, unless that is empty or a setting. */
const CONTINUATION = /\\\r?\n(?![^\S\n]*(?:\n|$)|\s*flyway\.[\w.]+\s*=)\s*/g;

/** The settings of a flyway.conf or of Maven's and Gradle's files of that form: `flyway.url=jdbc:…`, or a blank for the sign. */
export function parseProperties(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.replaceAll(CONTINUATION, '').split(/\r?\n/)) {
    const pair = /^\s*([^#!\s=:][^\s=:]*)(?:\s*[=:]\s*|\s+)(.*?)\s*$/.exec(line);
    if (pair?.[1] !== undefined && pair[2] !== undefined) values.set(pair[1], pair[2]);
  }
  return values;
}
