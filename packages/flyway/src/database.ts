import { hasOptions, isJdbcUrl, optionsWith, plainJdbcUrl } from '@pggit/core/urls';
import { type FlywayConfig, readFlywayConfig, type Start } from './config/read.js';

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The property of its driver by which a session gets settings. */
const OPTIONS = 'jdbcProperties.options';

/** The variable of that; it joins the other properties there are, whichever environment is used. */
const OPTIONS_VARIABLE = 'FLYWAY_JDBC_PROPERTIES_OPTIONS';

/** What Flyway runs in each session that it opens. */
const INIT_SQL = 'initSql';

/** The variable of that; it counts more than a file, whichever environment is used. */
const INIT_SQL_VARIABLE = 'FLYWAY_INIT_SQL';

/** Flyway takes the name of a property in any case, and has it in lower case then. */
const ANY_OPTIONS_VARIABLE = /^FLYWAY_JDBC_PROPERTIES_options$/i;

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
  /** The address as node-postgres understands it, with the user and password that Flyway has. */
  plain(url: string): string;
}

/** A command line of Flyway. */
export interface FlywayCommand {
  /**
   * The database, found where Flyway finds it: on its command line, in its variables, in the files it reads.
   *
   * @returns undefined where there is none, or it is no PostgreSQL
   * @throws UnreadableConfigError where only Flyway can tell
   */
  database(): FlywayDatabase | undefined;
  /**
   * The launch whose sessions belong to a deployment. Where they go is for Flyway to find: it is told by a
   * property of its driver, or, where the URL has options of its own, which that driver takes instead, by what
   * it runs in each session. One that only Flyway can read stays as it is.
   *
   * @param environment what Flyway is to be started with.
   * @param by what gets through to the server; with a name alone that is what each session says first, because
   *   Flyway has no property for it whose case would stay
   */
  launchIn(
    deployment: string,
    environment: Environment,
    by?: 'options' | 'application name',
  ): Launch;
}

interface Found {
  readonly value: string;
  readonly origin: string;
  /** Index of the argument that ends with the value; undefined where it is none. */
  readonly argument?: number;
}

/**
 * Reads what a command line of Flyway is about.
 *
 * @param args of Flyway, its command among them
 * @param directory in which Flyway is started
 */
export async function readCommand(
  args: readonly string[],
  environment: Environment,
  directory: string,
  places: Pick<Start, 'installation' | 'home'> = {},
): Promise<FlywayCommand> {
  const config = await readFlywayConfig(directory, { ...places, args, environment }).catch(
    (error: unknown) => ({ error }),
  );
  const find = (name: string, variable = `FLYWAY_${name.toUpperCase()}`): Found | undefined => {
    const told = findOutside(name, variable, args, environment, config);
    if (told) return told;
    if ('error' in config) throw config.error;
    const found = config.connection(name);
    return found && { value: found.value, origin: found.file };
  };
  return {
    database() {
      const found = find('url');
      if (found === undefined || !isJdbcUrl(found.value)) return undefined;
      const { value: url, origin } = found;
      const credentials = { user: find('user')?.value, password: find('password')?.value };
      return { url, origin, plain: (text) => plainJdbcUrl(text, credentials) };
    },
    launchIn(deployment, others, by = 'options') {
      if (by === 'application name') {
        return launchWithInitSql(`set application_name = 'pggit:${deployment}'`, others);
      }
      const url = orNothing(() => find('url'));
      if (url && isJdbcUrl(url.value) && hasOptions(url.value)) {
        return launchWithInitSql(`set pggit.deployment = '${deployment}'`, others);
      }
      const names = Object.keys(environment).filter((name) => ANY_OPTIONS_VARIABLE.test(name));
      const [variable = OPTIONS_VARIABLE] = names;
      const own = orNothing(() => find(OPTIONS, variable));
      return launchWith(variable, own, optionsWith(own?.value, deployment), others);
    },
  };

  function launchWithInitSql(ours: string, others: Environment): Launch {
    try {
      const own = find(INIT_SQL, INIT_SQL_VARIABLE);
      const value = own === undefined ? ours : `${ours};\n${own.value}`;
      return launchWith(INIT_SQL_VARIABLE, own, value, others);
    } catch {
      return { args, environment: others };
    }
  }

  /** With another value in the place of a setting's. */
  function launchWith(
    variable: string,
    setting: Found | undefined,
    value: string,
    others: Environment,
  ): Launch {
    const at = setting?.argument;
    if (at === undefined) return { args, environment: { ...others, [variable]: value } };
    const word = args[at] ?? '';
    const told = word.slice(0, word.length - (setting?.value.length ?? 0)) + value;
    return { args: args.with(at, told), environment: others };
  }
}

/** The command line before the environment. */
function findOutside(
  name: string,
  variable: string,
  args: readonly string[],
  environment: Environment,
  config: FlywayConfig | { readonly error: unknown },
): Found | undefined {
  const used = 'error' in config ? 'default' : config.environment;
  for (const spelling of [`environments.${used}.${name}`, `flyway.${name}`, name]) {
    const argument = args.findLastIndex((arg) => arg.startsWith(`-${spelling}=`));
    const value = args[argument]?.slice(spelling.length + 2);
    if (value !== undefined) return { value, origin: `-${spelling}`, argument };
  }
  const told = environment[variable];
  return told ? { value: told, origin: variable } : undefined;
}

/** Where it cannot be read, nothing is there to be kept. */
function orNothing<T>(find: () => T | undefined): T | undefined {
  try {
    return find();
  } catch {
    return undefined;
  }
}
