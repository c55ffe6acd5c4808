/**
 * Options of the stock CLI (6.2 to 9) that stand alone; every other option takes the argument after
 * it.
 */
const SWITCHES = new Set([
  'check-order',
  'create-migrations-schema',
  'create-schema',
  'decamelize',
  'dry-run',
  'fake',
  'help',
  'i',
  'lock',
  'reject-unauthorized',
  'single-transaction',
  'timestamp',
  'ts-node',
  'tsx',
  'use-glob',
  'verbose',
  'version',
]);

/**
 * The action the stock CLI will take (`up`, `down`, `redo`, `create`), found as its argument parser
 * does. A redo is two runner calls in one command, which nothing but the arguments tells from a
 * single `down`.
 */
export function actionOf(args: readonly string[]): string | undefined {
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') return args[at + 1];
    if (!arg.startsWith('-')) return arg;
    if (arg.includes('=')) continue;
    const name = arg.replace(/^--?(no-)?/, '');
    const next = args[at + 1];
    const takesNext = SWITCHES.has(name)
      ? next === 'true' || next === 'false'
      : !arg.startsWith('--no-');
    if (takesNext) at += 1;
  }
  return undefined;
}
