import { fileURLToPath } from 'node:url';
import { execa, type Options, type Result } from 'execa';

/** The built command, as npm links it. */
export const BIN = fileURLToPath(new URL('../../packages/cli/dist/index.js', import.meta.url));

export interface RunOptions {
  /** Becomes DATABASE_URL. */
  readonly url?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Nothing of whoever runs the tests: no DATABASE_URL, no PG* variables, no NO_COLOR. */
export function environment({ url, env = {} }: RunOptions): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    TZ: 'UTC',
    // A file of passwords of whoever runs the tests would answer for a missing one.
    PGPASSFILE: '/nonexistent',
    ...(url === undefined ? {} : { DATABASE_URL: url }),
    ...env,
  };
}

/** Runs the command with nobody at a terminal; never rejects. */
export async function run(args: readonly string[], options: RunOptions = {}) {
  const settings = {
    env: environment(options),
    extendEnv: false,
    reject: false,
    ...(options.input === undefined ? {} : { input: options.input }),
  } satisfies Options;
  const { stdout, stderr, exitCode }: Result<typeof settings> = await execa(
    process.execPath,
    [BIN, ...args],
    settings,
  );
  return { stdout, stderr, exitCode };
}

/** Runs with `--json` and parses what it prints. */
export async function runJson(args: readonly string[], options: RunOptions = {}) {
  const { stdout, stderr, exitCode } = await run([...args, '--json'], options);
  return { data: JSON.parse(stdout), stderr, exitCode };
}

/** Ids, times and ports are different each time. */
export function normalise(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>')
    .replaceAll(/\b\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d \+00:00)?/g, '<time>')
    .replaceAll(/\b\d+ (ms|s)\b/g, '<duration>')
    .replaceAll(/\b[0-9a-f]{8}\b/g, '<id>')
    .replaceAll(/:\d{4,5}\b/g, ':<port>');
}

/** The URL with a setting for the session. */
export function urlWith(url: string, setting: string): string {
  const other = new URL(url);
  other.searchParams.set('options', `-c ${setting}`);
  return other.href;
}

/** What libpq's variables say of a database, in place of its URL. */
export function variables(url: string): Record<string, string> {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: pathname.slice(1),
  };
}
