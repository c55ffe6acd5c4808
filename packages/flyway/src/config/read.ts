import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseProperties } from './properties.js';
import { type ConfigValue, parseToml } from './toml.js';

/** What Flyway finds in the files it reads. */
export interface FlywayConfig {
  /** The first of the files, as it was named; undefined where there is none. */
  readonly file: string | undefined;
  /** The environment that is used, as Flyway calls the settings of one database. */
  readonly environment: string;
  /** A setting of Flyway's, `locations`; lists as they are, or as one text with commas. */
  setting(name: string): ConfigValue | undefined;
  /** A setting of the environment that is used, `url`. */
  connection(name: string): string | undefined;
}

/** How Flyway is started. */
export interface Start {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What Flyway reads by itself, in this order: what a later one says counts. */
const FILES = [
  ...['flyway.toml', 'flyway.user.toml', 'conf/flyway.toml'],
  ...['conf/flyway.conf', 'flyway.conf'],
];

/**
 * Reads the configuration of a project of Flyway. What cannot be read is Flyway's to complain of.
 *
 * @param directory in which Flyway is started
 */
export async function readFlywayConfig(
  directory: string,
  { args, environment }: Start = { args: [], environment: {} },
): Promise<FlywayConfig> {
  const told = (name: string, variable: string) =>
    args.findLast((arg) => arg.startsWith(`-${name}=`))?.slice(name.length + 2) ??
    environment[variable];
  const base = resolve(directory, told('workingDirectory', 'FLYWAY_WORKING_DIRECTORY') ?? '');
  const named = told('configFiles', 'FLYWAY_CONFIG_FILES');
  const values = new Map<string, ConfigValue>();
  let first: string | undefined;
  for (const file of named ? named.split(',') : FILES) {
    const text = await readFile(resolve(base, file.trim()), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    first ??= file;
    const parsed = file.endsWith('.toml') ? parseToml(text) : parseProperties(text);
    for (const [key, value] of parsed) values.set(key, value);
  }
  const setting = (name: string) => values.get(`flyway.${name}`);
  const used = told('environment', 'FLYWAY_ENVIRONMENT') ?? textOf(setting('environment'));
  const name = used || 'default';
  return {
    file: first,
    environment: name,
    setting,
    connection(key) {
      const text = textOf(values.get(`environments.${name}.${key}`) ?? setting(key));
      return text === undefined ? undefined : withVariables(text, environment);
    },
  };
}

/** `${env.NAME}` in a TOML file, `${NAME}` in one of properties. What is not set stays as it is. */
function withVariables(text: string, environment: Start['environment']): string {
  return text.replaceAll(
    /\$\{(?:env\.)?(\w+)\}/g,
    (whole, name: string) => environment[name] ?? whole,
  );
}

function textOf(value: ConfigValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
