const CONTEXT = 2;

/**
 * What lies between the lines that two texts begin and end with in common, as `- ` and `+ ` lines
 * with two lines around it. One block is enough for the body of a function.
 */
export function lineDifference(before: string, after: string): string[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const shortest = Math.min(old.length, now.length);
  let start = 0;
  while (start < shortest && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < shortest - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const removed = old.slice(start, old.length - end);
  const added = now.slice(start, now.length - end);
  const lead = old.slice(Math.max(0, start - CONTEXT), start);
  const trail = old.slice(old.length - end).slice(0, CONTEXT);
  return [
    ...lead.filter(isNotBlank).map((line) => `  ${line}`),
    ...removed.map((line) => `- ${line}`),
    ...added.map((line) => `+ ${line}`),
    ...trail.filter(isNotBlank).map((line) => `  ${line}`),
  ].map((line) => line.trimEnd());
}

/** Bodies begin and end with a line break: around the difference it says nothing. */
function isNotBlank(line: string): boolean {
  return line.trim() !== '';
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split('\n');
}
