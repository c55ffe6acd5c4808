import { isDatabaseUrl, plainUrl } from '@pggit/core/urls';
import {
  type ConnectionSource,
  type Environment,
  findConnection,
  isNamed,
} from '../connection/source.js';
import { UsageError } from '../errors/cli-error.js';
import type { Channels } from './child-environment.js';

/** What a child process is started with. */
export interface Launch {
  readonly command: readonly string[];
  readonly environment: Environment;
  /** To be called when it has ended. */
  close?(): Promise<void>;
}

/** Which database a run is recorded in, and which variables tell the child where it is. */
export interface RunTarget {
  readonly source: ConnectionSource;
  /** What the environment of the child is made of; it holds the variables. */
  readonly environment: Environment;
  readonly urlVariables: readonly string[];
  /** Reads the URL in a variable, for a child that has parts of its address elsewhere. */
  plain?(url: string): string;
  /** For a child that is told its deployment elsewhere than in its environment. */
  launch?(
    environment: Environment,
    deployment: string,
    channels: Channels,
  ): Launch | Promise<Launch>;
  /** Whether triggers record what this run cannot. */
  readonly hasTriggers?: boolean;
  /** A function of the engine without which the tool's migrations get no link: an older one has none. */
  readonly needs?: string;
  /** What is lost where this run cannot be recorded; by default all of it. */
  readonly lost?: string;
  /** Why the address that the command has cannot be read: it may be fine for the command. */
  readonly unreadable?: UsageError;
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
  if (isNamed(flag, environment)) {
    return { source: findConnection(flag, environment), environment, urlVariables };
  }
  const [variable] = named;
  if (variable !== undefined) {
    const url = plainUrl(environment[variable] ?? '');
    return { source: { url, origin: variable }, environment, urlVariables };
  }
  return { ...findDefault(environment), environment, urlVariables };
}

/** The command's own address, which it may know to read better. */
function findDefault(environment: Environment): Pick<RunTarget, 'source' | 'unreadable'> {
  const address = plainUrl(environment[DEFAULT_VARIABLE] ?? '');
  if (address === '' && environment.PGSERVICE && !environment.PGHOST) {
    return unreadable('PGSERVICE names a service, and pggit does not read those', 'PGSERVICE');
  }
  if (SERVICE.test(address)) {
    const message = `${DEFAULT_VARIABLE} names a service, and pggit does not read those`;
    return unreadable(message, DEFAULT_VARIABLE);
  }
  try {
    return { source: findConnection(undefined, { ...environment, [DEFAULT_VARIABLE]: address }) };
  } catch (error) {
    if (address === '' || !(error instanceof UsageError)) throw error;
    return findWithoutUrl(environment);
  }
}

/** `?service=` */
const SERVICE = /^postgres(?:ql)?:[^#]*[?&]service=/;

/** What `DATABASE_URL` holds is for somebody else, or in a form of its own. */
function findWithoutUrl(environment: Environment): Pick<RunTarget, 'source' | 'unreadable'> {
  try {
    return { source: findConnection(undefined, { ...environment, [DEFAULT_VARIABLE]: '' }) };
  } catch {
    return unreadable(`${DEFAULT_VARIABLE} is not a PostgreSQL URL`, DEFAULT_VARIABLE);
  }
}

function unreadable(message: string, origin: string): Pick<RunTarget, 'source' | 'unreadable'> {
  const hint = 'name the database with --url or PGGIT_DATABASE_URL, as postgres://…';
  return { source: { origin }, unreadable: new UsageError(message, hint) };
}

/** A name that is misspelt would leave the command's sessions outside. */
function assertUrlIn(name: string, { [name]: url }: Environment): void {
  if (url !== undefined && isDatabaseUrl(url)) return;
  throw new UsageError(
    `--url-env ${name}: the variable ${url ? 'holds no URL of PostgreSQL' : 'is not set'}`,
    'name the variable in which the command finds its URL, as postgres://… or jdbc:postgresql://…',
  );
}
