/** The first line of an error's message, short enough to be read in a list. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message.trimStart().split(/\r?\n/, 1)[0] ?? '';
  return line.length > 500 ? `${line.slice(0, 499)}…` : line;
}
