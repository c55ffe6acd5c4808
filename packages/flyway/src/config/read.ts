import { UnreadableConfigError } from '../errors.js';
import { homeOfUser, isToml, readFiles } from './files.js';
import { parseProperties } from './properties.js';
import { type ConfigValue, parseToml } from './toml.js';

/** What Flyway finds in the files it reads. */
export interface FlywayConfig {
  /** The file to put locations into; undefined where there is none. */
  readonly file: string | undefined;
  /** The environment that is used, as Flyway calls the settings of one database. */
  readonly environment: string;
  /** A setting of Flyway's, `locations`; lists as they are, or as one text with commas. */
  setting(name: string): ConfigValue | undefined;
  /**
   * A setting of the environment that is used, `url`, and the file that says it.
   *
   * @throws UnreadableConfigError where only Flyway can tell what it is
   */
  connection(name: string): { readonly value: string; readonly file: string } | undefined;
}

/** How Flyway is started. */
export interface Start {
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The folder that Flyway is installed in, whose `conf` it reads. */
  readonly installation?: string | undefined;
  /** The home of the user; by default that of the user of this process. */
  readonly home?: string | undefined;
}

/**
 * Reads the configuration of a project of Flyway.
 *
 * @param directory in which Flyway is started
 * @throws UnreadableConfigError where a file is no TOML
 */
export async function readFlywayConfig(
  directory: string,
  { args = [], environment = {}, installation, home = homeOfUser() }: Start = {},
): Promise<FlywayConfig> {
  const told = (name: string) =>
    args.findLast((arg) => arg.startsWith(`-${name}=`))?.slice(name.length + 2);
  const files = await readFiles({
    ...{ directory, installation, home },
    workingDirectory: told('workingDirectory') ?? environment.FLYWAY_WORKING_DIRECTORY,
    named: told('configFiles') ?? environment.FLYWAY_CONFIG_FILES,
  });
  const values = new Map<string, { value: ConfigValue; file: string }>();
  for (const { name, text } of files) {
    for (const [key, value] of parsed(name, text)) values.set(key, { value, file: name });
  }
  const setting = (name: string) => values.get(`flyway.${name}`);
  // Its variable, FLYWAY_ENVIRONMENT, is one that Flyway does not heed.
  const chosen = told('environment') ?? setting('environment')?.value;
  const used = (typeof chosen === 'string' && chosen) || 'default';
  return {
    file:
      (setting('callbackLocations') ?? setting('locations'))?.file ??
      files.findLast(({ name }) => !name.endsWith('flyway.user.toml'))?.name,
    environment: used,
    setting: (name) => setting(name)?.value,
    connection(key) {
      const found = values.get(`environments.${used}.${key}`) ?? setting(key);
      if (typeof found?.value !== 'string') return undefined;
      const value = withVariables(found.value, environment);
      if (value.includes('${')) throw new UnreadableConfigError(`${key} in ${found.file}`);
      return { value, file: found.file };
    },
  };
}

function parsed(file: string, text: string): ReadonlyMap<string, ConfigValue> {
  if (!isToml(file)) return parseProperties(text);
  try {
    return parseToml(text);
  } catch (error) {
    throw new UnreadableConfigError(file, { cause: error });
  }
}

/** `${env.NAME}` in a TOML file, `${NAME}` in one of properties. What is not set stays as it is. */
function withVariables(text: string, environment: NonNullable<Start['environment']>): string {
  return text.replaceAll(
    /\$\{(?:env\.)?(\w+)\}/g,
    (whole, name: string) => environment[name] ?? whole,
  );
}
