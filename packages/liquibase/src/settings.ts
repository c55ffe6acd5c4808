import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseProperties } from './properties.js';

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A setting of Liquibase, and where it was found. */
interface Found {
  readonly value: string;
  /** For messages: `--url`, `LIQUIBASE_COMMAND_URL`, `liquibase.properties`. */
  readonly origin: string;
  /** Index of the argument that ends with the value; undefined where it is none. */
  readonly argument?: number;
}

/** Where Liquibase finds its settings: the command line before the environment before a file. */
export class Settings {
  readonly #args: readonly string[];
  readonly #environment: Environment;
  readonly #file: string;
  readonly #properties: ReadonlyMap<string, string>;

  private constructor(
    args: readonly string[],
    environment: Environment,
    file: string,
    properties: ReadonlyMap<string, string>,
  ) {
    this.#args = args;
    this.#environment = environment;
    this.#file = file;
    this.#properties = properties;
  }

  /**
   * @param args of Liquibase, its command among them
   * @param directory in which Liquibase is started
   */
  static async read(
    args: readonly string[],
    environment: Environment,
    directory: string,
  ): Promise<Settings> {
    const given =
      argumentOf(args, 'defaults-file')?.value ?? environment.LIQUIBASE_DEFAULTS_FILE ?? '';
    const file = given === '' ? 'liquibase.properties' : given;
    // What cannot be read is Liquibase's to complain of.
    const text = await readFile(resolve(directory, file), 'utf8').catch(() => '');
    return new Settings(args, environment, file, parseProperties(text));
  }

  /** @param name as an argument has it: `username` */
  find(name: string): Found | undefined {
    const argument = argumentOf(this.#args, name);
    if (argument !== undefined) return argument;
    const variable = `LIQUIBASE_COMMAND_${name.toUpperCase()}`;
    const value = this.#environment[variable];
    if (value) return { value, origin: variable };
    const property =
      this.#properties.get(`liquibase.command.${name}`) ?? this.#properties.get(name);
    return property === undefined ? undefined : { value: property, origin: this.#file };
  }
}

/** `--name=value`, `--name value`; Liquibase takes `--defaultsFile` for `--defaults-file`. */
function argumentOf(args: readonly string[], name: string): Found | undefined {
  const spellings = new Set([name, name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())]);
  for (const [at, arg] of args.entries()) {
    const [, option = '', value] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (!spellings.has(option)) continue;
    if (value !== undefined) return { value, origin: `--${name}`, argument: at };
    const next = args[at + 1];
    if (next !== undefined) return { value: next, origin: `--${name}`, argument: at + 1 };
  }
  return undefined;
}
