import { isJdbcUrl, plainJdbcUrl } from '@pggit/core/urls';
import { type Environment, Settings } from './settings.js';

/** The variable that Liquibase reads its URL from, before its file. */
const URL_VARIABLE = 'LIQUIBASE_COMMAND_URL';

/** What starts Liquibase. */
export interface Launch {
  readonly args: readonly string[];
  readonly environment: Environment;
}

/** The database that a command line of Liquibase is about. */
export interface LiquibaseDatabase {
  /** As Liquibase has it: `jdbc:postgresql://...`. */
  readonly url: string;
  /** Where it was found, for messages. */
  readonly origin: string;
  /** The variable in which a launch has it. */
  readonly variable: string;
  /** The address as node-postgres understands it, with the user and password that Liquibase has. */
  plain(url: string): string;
  /** The launch with another URL in the place of the one that was found. */
  launchWith(url: string, environment: Environment): Launch;
}

/**
 * Finds the database where Liquibase does: on its command line, in its variables, in its properties file.
 *
 * @param args of Liquibase, its command among them
 * @param directory in which Liquibase is started
 * @returns undefined where there is none, or it is no PostgreSQL
 */
export async function findDatabase(
  args: readonly string[],
  environment: Environment,
  directory: string,
): Promise<LiquibaseDatabase | undefined> {
  const settings = await Settings.read(args, environment, directory);
  const found = settings.find('url');
  if (found === undefined || !isJdbcUrl(found.value)) return undefined;
  const credentials = {
    user: settings.find('username')?.value,
    password: settings.find('password')?.value,
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
      const told = text.slice(0, text.length - value.length) + url;
      return {
        args: args.with(argument, told),
        environment: { ...others, [URL_VARIABLE]: environment[URL_VARIABLE] },
      };
    },
  };
}
