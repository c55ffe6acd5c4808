import { posix } from 'node:path';
import type { FlywayConfig } from './read.js';

/** Where Flyway looks where nobody says otherwise. */
const DEFAULT = ['filesystem:sql'];

/**
 * The one line of configuration that makes Flyway find the callbacks, in the form that the project's
 * configuration has.
 *
 * @param folder - of the callbacks, as Flyway will read it
 */
export function locationsLine(config: FlywayConfig, folder: string): string {
  // Where it is set, Flyway looks for callbacks there and nowhere else.
  const name =
    config.setting('callbackLocations') === undefined ? 'locations' : 'callbackLocations';
  const ours = `filesystem:${folder}`;
  const theirs = listOf(config.setting(name)) ?? DEFAULT;
  const all = theirs.includes(ours) ? theirs : [...theirs, ours];
  if (config.file?.endsWith('.toml')) {
    return `${name} = [${all.map((location) => JSON.stringify(location)).join(', ')}]`;
  }
  return config.file === undefined
    ? `-${name}=${all.join(',')}`
    : `flyway.${name}=${all.join(',')}`;
}

/** Whether the configuration has the folder already: Flyway looks into all that is in a location. */
export function hasLocation(config: FlywayConfig, folder: string): boolean {
  const used = config.setting('callbackLocations') ?? config.setting('locations');
  const wanted = `${plain(folder)}/`;
  return (listOf(used) ?? DEFAULT).some((location) => {
    const [, place] = /^filesystem:(.*)$/.exec(location) ?? [];
    return place !== undefined && wanted.startsWith(`${plain(place)}/`);
  });
}

function plain(folder: string): string {
  return posix.normalize(folder).replace(/\/$/, '');
}

function listOf(value: ReturnType<FlywayConfig['setting']>): readonly string[] | undefined {
  if (typeof value === 'string') return value.split(',').map((location) => location.trim());
  return typeof value === 'object' ? value : undefined;
}
