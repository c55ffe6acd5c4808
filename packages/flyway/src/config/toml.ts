import { parse, type TomlTable, type TomlValue } from 'smol-toml';

/** What a key of a configuration holds, as far as it is read here. */
export type ConfigValue = string | boolean | readonly string[];

/**
 * The strings, lists of strings and booleans of a flyway.toml, by the full name of their key, without quotes:
 * `environments.prod.url`.
 *
 * @throws Error where it is no TOML
 */
export function parseToml(text: string): Map<string, ConfigValue> {
  return new Map(entriesOf(parse(text), ''));
}

function entriesOf(table: TomlTable, prefix: string): [string, ConfigValue][] {
  return Object.entries(table).flatMap(([key, value]): [string, ConfigValue][] => {
    const name = prefix + key;
    if (isConfigValue(value)) return [[name, value]];
    return isTable(value) ? entriesOf(value, `${name}.`) : [];
  });
}

function isConfigValue(value: TomlValue): value is string | boolean | string[] {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string');
  return typeof value === 'string' || typeof value === 'boolean';
}

function isTable(value: TomlValue): value is TomlTable {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);
}
