import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseProperties } from './properties.js';
import { type ConfigValue, parseToml } from './toml.js';

/** What Flyway finds in the files it reads by itself. */
export interface FlywayConfig {
  /** The file that has most of it, as a name; undefined where there is none. */
  readonly file: string | undefined;
  /** A setting of Flyway's, `locations`; lists as they are, or as one text with commas. */
  setting(name: string): ConfigValue | undefined;
  /** A setting of the environment that a command uses, `url`. */
  connection(name: string, environment?: string): string | undefined;
}

/** In the order in which Flyway reads them: what a later one says counts. */
const FILES = [
  'flyway.toml',
  'flyway.user.toml',
  'flyway.conf',
  'conf/flyway.toml',
  'conf/flyway.conf',
];

/** Reads what is in a folder where Flyway is started. */
export async function readFlywayConfig(directory: string): Promise<FlywayConfig> {
  const values = new Map<string, ConfigValue>();
  let first: string | undefined;
  for (const file of FILES) {
    const text = await readFile(join(directory, file), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    first ??= file;
    const parsed = file.endsWith('.toml') ? parseToml(text) : parseProperties(text);
    for (const [key, value] of parsed) values.set(key, value);
  }
  const setting = (name: string) => values.get(`flyway.${name}`);
  return {
    file: first,
    setting,
    connection(name, environment = asText(setting('environment')) ?? 'default') {
      return asText(values.get(`environments.${environment}.${name}`) ?? setting(name));
    },
  };
}

function asText(value: ConfigValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
