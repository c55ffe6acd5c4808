import { type ConnectionSource, type Environment, findConnection } from '../connection/source.js';
import { UsageError } from '../errors/cli-error.js';
import { isDatabaseUrl, plainUrl } from './database-url.js';

/** Which database a run is recorded in, and which variables tell the child where it is. */
export interface RunTarget {
  readonly source: ConnectionSource;
  readonly urlVariables: readonly string[];
}

/** What holds the URL where nobody says otherwise. */
const DEFAULT_VARIABLE = 'DATABASE_URL';

/**
 * Finds the database as every command does; variables that the user names for the child come before
 * `DATABASE_URL`, which may be that of a pooler.
 *
 * @param named variables, as `--url-env` gives them
 * @throws UsageError when there is no database, or a named variable holds none
 */
export function findTarget(
  flag: string | undefined,
  named: readonly string[],
  environment: Environment,
): RunTarget {
  for (const name of named) assertUrlIn(name, environment);
  const urlVariables = named.length > 0 ? named : [DEFAULT_VARIABLE];
  if (flag !== undefined || environment.PGGIT_DATABASE_URL) {
    return { source: findConnection(flag, environment), urlVariables };
  }
  const [variable] = named;
  if (variable !== undefined) {
    const url = plainUrl(environment[variable] ?? '');
    return { source: { url, origin: variable }, urlVariables };
  }
  return { source: findConnection(undefined, environment), urlVariables };
}

/** A name that is misspelt would leave the command's sessions outside. */
function assertUrlIn(name: string, { [name]: url }: Environment): void {
  if (url !== undefined && isDatabaseUrl(url)) return;
  throw new UsageError(
    `--url-env ${name}: the variable ${url ? 'holds no URL of PostgreSQL' : 'is not set'}`,
    'name the variable in which the command finds its URL, as postgres://… or jdbc:postgresql://…',
  );
}
