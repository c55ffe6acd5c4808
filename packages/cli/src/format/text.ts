/** `1 commit`, `2 commits`; `plural` where an s will not do. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

export function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

/** Each line of `text` behind `margin`. */
export function indent(text: string, margin: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `${margin}${line}`.trimEnd())
    .join('\n');
}

/** A name with a line break in it stays on its line. */
export function oneLine(text: string): string {
  return text.replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}
