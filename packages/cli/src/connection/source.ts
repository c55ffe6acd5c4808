import { UsageError } from '../errors/cli-error.js';
import { urlsOfHosts } from './hosts.js';

/** Where the database's address comes from. */
export interface ConnectionSource {
  /** Absent when the PG* variables say it all. */
  readonly url?: string;
  /** For messages: `--url`, `DATABASE_URL`, … */
  readonly origin: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Any of these says that the PG* variables are meant. */
const LIBPQ_VARIABLES = ['PGHOST', 'PGPORT', 'PGDATABASE', 'PGUSER'];

const ADVICE =
  'pass --url postgres://user@host/database, or set PGGIT_DATABASE_URL, DATABASE_URL or the PG* variables';

/** Whether the user names a database for pggit itself, whichever one the command that it runs has. */
export function isNamed(flag: string | undefined, env: Environment): boolean {
  return flag !== undefined || Boolean(env.PGGIT_DATABASE_URL);
}

/**
 * Finds the database: `--url`, else PGGIT_DATABASE_URL, else DATABASE_URL, else the PG* variables.
 * There is no default: what is installed must not land in whatever answers on this machine.
 *
 * @throws UsageError when there is none, or it is no PostgreSQL URL
 */
export function findConnection(flag: string | undefined, env: Environment): ConnectionSource {
  const candidates = {
    '--url': flag,
    PGGIT_DATABASE_URL: env.PGGIT_DATABASE_URL,
    DATABASE_URL: env.DATABASE_URL,
  };
  for (const [origin, url] of Object.entries(candidates)) {
    if (url === undefined || (url === '' && origin !== '--url')) continue;
    assertUrl(url, origin);
    return { url, origin };
  }
  if (LIBPQ_VARIABLES.some((name) => env[name])) return { origin: 'the PG* variables' };
  throw new UsageError('no database is given', ADVICE);
}

/**
 * A database whose URL stands on the command line by itself.
 *
 * @throws UsageError for what is no PostgreSQL URL
 */
export function connectionAt(url: string, origin: string): ConnectionSource {
  assertUrl(url, origin);
  return { url, origin };
}

/** The URL is never part of the message: it may hold a password. */
function assertUrl(url: string, origin: string): void {
  if (/^postgres(ql)?:\/\//.test(url) && urlsOfHosts(url).every(isParsable)) return;
  throw new UsageError(
    `${origin} is not a PostgreSQL URL`,
    'it has the form postgres://user:password@host:port/database; write special characters of the password as %XX',
  );
}

/** An URL without a host (`postgres:///db?host=/run/postgresql`) is one for a socket. */
function isParsable(url: string): boolean {
  return URL.canParse(url) || URL.canParse(url.replace('@/', '@socket/'));
}
