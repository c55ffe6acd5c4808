import { isJdbcUrl, plainJdbcUrl } from '@pggit/core/urls';
import { type FlywayConfig, readFlywayConfig } from './config/read.js';

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variable that Flyway reads its URL from; it counts more than a file, whichever environment is used. */
const URL_VARIABLE = 'FLYWAY_URL';

/** What starts Flyway. */
export interface Launch {
  readonly args: readonly string[];
  readonly environment: Environment;
}

/** The database that a command line of Flyway is about. */
export interface FlywayDatabase {
  /** As Flyway has it: `jdbc:postgresql://...`. */
  readonly url: string;
  /** Where it was found, for messages. */
  readonly origin: string;
  /** The variable in which a launch has it. */
  readonly variable: string;
  /** The address as node-postgres understands it, with the user and password that Flyway has. */
  plain(url: string): string;
  /** The launch with another URL in the place of the one that was found. */
  launchWith(url: string, environment: Environment): Launch;
}

interface Found {
  readonly value: string;
  readonly origin: string;
  /** Index of the argument that ends with the value; undefined where it is none. */
  readonly argument?: number;
}

/**
 * Finds the database where Flyway does: on its command line, in its variables, in the files it reads.
 *
 * @param args of Flyway, its command among them
 * @param directory in which Flyway is started
 * @returns undefined where there is none, or it is no PostgreSQL
 */
export async function findDatabase(
  args: readonly string[],
  environment: Environment,
  directory: string,
): Promise<FlywayDatabase | undefined> {
  const config = await readFlywayConfig(directory, { args, environment });
  const found = find('url', args, environment, config);
  if (found === undefined || !isJdbcUrl(found.value)) return undefined;
  const credentials = {
    user: find('user', args, environment, config)?.value,
    password: find('password', args, environment, config)?.value,
  };
  const { value, origin, argument } = found;
  return {
    url: value,
    origin,
    variable: URL_VARIABLE,
    plain: (url) => plainJdbcUrl(url, credentials),
    launchWith(url, others) {
      if (argument === undefined) return { args, environment: { ...others, [URL_VARIABLE]: url } };
      const text = args[argument] ?? '';
      return {
        args: args.with(argument, text.slice(0, text.length - value.length) + url),
        environment: { ...others, [URL_VARIABLE]: environment[URL_VARIABLE] },
      };
    },
  };
}

/** The command line before the environment before the files. */
function find(
  name: string,
  args: readonly string[],
  environment: Environment,
  config: FlywayConfig,
): Found | undefined {
  const used = config.environment;
  for (const spelling of [`environments.${used}.${name}`, `flyway.${name}`, name]) {
    const argument = args.findLastIndex((arg) => arg.startsWith(`-${spelling}=`));
    const value = args[argument]?.slice(spelling.length + 2);
    if (value !== undefined) return { value, origin: `-${spelling}`, argument };
  }
  const variable = `FLYWAY_${name.toUpperCase()}`;
  const told = environment[variable];
  if (told) return { value: told, origin: variable };
  const value = config.connection(name);
  return value === undefined ? undefined : { value, origin: config.file ?? 'configuration' };
}
