/** A logger for the tool that says nothing, and what every run of these tests has in common. */
export const QUIET = {
  direction: 'up',
  migrationsTable: 'pgmigrations',
  logger: { debug() {}, info() {}, warn() {}, error() {} },
} as const;

/** Collects what pggit says, in place of standard error. */
export function notices(): { lines: string[]; onNotice: (line: string) => void } {
  const lines: string[] = [];
  return { lines, onNotice: (line) => lines.push(line) };
}
