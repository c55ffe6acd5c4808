import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { argumentOf, commandOf, expandArguments } from './arguments.js';
import { PROPERTIES_ENCODING, parseProperties } from './properties.js';

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting of Liquibase, and where it was found. */
export interface Found {
  readonly value: string;
  /** For messages: `--url`, `LIQUIBASE_COMMAND_URL`, `liquibase.properties`. */
  readonly origin: string;
  /** Index of the argument that ends with the value; undefined where it is none. */
  readonly argument?: number;
  /** The variable that holds it; undefined where none does. */
  readonly variable?: string;
}

/** A file of settings. */
interface Defaults {
  readonly file: string;
  readonly properties: ReadonlyMap<string, string>;
}

/** Where Liquibase finds its settings: the command line before the environment before its files. */
export class Settings {
  /** The command line with what its `@files` hold. */
  readonly args: readonly string[];
  readonly #environment: Environment;
  readonly #files: readonly Defaults[];

  private constructor(
    args: readonly string[],
    environment: Environment,
    files: readonly Defaults[],
  ) {
    this.args = args;
    this.#environment = environment;
    this.#files = files;
  }

  /**
   * @param given arguments of Liquibase, its command among them
   * @param directory in which Liquibase is started
   */
  static async read(
    given: readonly string[],
    environment: Environment,
    directory: string,
  ): Promise<Settings> {
    const args = await expandArguments(given, directory);
    const named =
      argumentOf(args, 'defaults-file')?.value ?? environment.LIQUIBASE_DEFAULTS_FILE ?? '';
    const shared = named === '' ? 'liquibase.properties' : named;
    // Liquibase reads it whatever the other is called, and it goes first.
    const local = shared.replace(/.properties$/, '.local.properties');
    const files = [local, shared].map(async (file) => ({
      file,
      // What cannot be read is Liquibase's to complain of.
      properties: parseProperties(
        await readFile(resolve(directory, file), PROPERTIES_ENCODING).catch(() => ''),
      ),
    }));
    return new Settings(args, environment, await Promise.all(files));
  }

  /** @param name of an argument of commands: `username` */
  find(name: string): Found | undefined {
    const argument = argumentOf(this.args, name);
    if (argument) return { ...argument, origin: `--${name}` };
    const command = commandOf(this.args);
    const own = [`liquibase.command.${command}.${name}`, `liquibase.command.${name}`];
    const variable = firstOf(Object.entries(this.#environment), own);
    if (variable) return { value: variable.value, origin: variable.key, variable: variable.key };
    for (const { file, properties } of this.#files) {
      // The prefix may be left out in a file.
      const keys = own.flatMap((key) => [key, key.replace('liquibase.command.', '')]);
      const property = firstOf([...properties], keys);
      const value = property && trimmed(property.value);
      if (value) return { value, origin: file };
    }
    return undefined;
  }
}

/** The first of the keys that has a value: Liquibase takes an empty one for none. */
function firstOf(
  entries: readonly (readonly [string, string | undefined])[],
  keys: readonly string[],
): { readonly key: string; readonly value: string } | undefined {
  for (const wanted of keys.map(normalized)) {
    for (const [key, value = ''] of entries) {
      if (trimmed(value) !== '' && normalized(key) === wanted) return { key, value };
    }
  }
  return undefined;
}

/** As Java trims: up to the space, and no other white space. */
function trimmed(value: string): string {
  return value.replace(/^[^!-\uffff]+|[^!-\uffff]+$/g, '');
}

/** `liquibase.command.changelogFile`, `LIQUIBASE_COMMAND_CHANGELOG_FILE` and others are one key. */
function normalized(key: string): string {
  return key.replace(/[._-]/g, '').toLowerCase();
}
