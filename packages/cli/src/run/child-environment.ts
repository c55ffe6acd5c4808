import {
  hasOptions,
  hasOwnSettings,
  isJdbcUrl,
  namedJdbcUrl,
  optionsWith,
  urlWith,
} from '@pggit/core/urls';
import type { Environment } from '../connection/source.js';

/** How the sessions of a child learn which deployment they belong to. */
export interface Channels {
  /** Variables that hold URLs of PostgreSQL, to write options into. */
  readonly urlVariables: readonly string[];
  /** Those over whose address only a name gets through. */
  readonly namedVariables: readonly string[];
  /** Whether `PGOPTIONS` may hold options: not where a server refuses them. */
  readonly options: boolean;
  /** Whether `PGAPPNAME` may name the deployment: not where a pooler gives names to other clients. */
  readonly name: boolean;
}

/**
 * The URL that a child gets. Options in it would take the place of the user's `PGOPTIONS`, and writing
 * those into it would give them to drivers that do not read them: then it stays as it is. The driver of Java
 * reads nothing but its URL.
 */
export function toldUrl(url: string, { PGOPTIONS }: Environment, id: string): string {
  const isKept = hasOwnSettings(PGOPTIONS) && !hasOptions(url) && !isJdbcUrl(url);
  return isKept ? url : urlWith(url, id);
}

/**
 * The environment of the child. Each driver reads another part of it: libpq and node-postgres take
 * `PGOPTIONS` unless the URL has options of its own, postgres.js and JDBC only the URL.
 *
 * @param environment the own one; nothing else in it changes
 * @param id of the deployment
 */
export function childEnvironment(
  environment: Environment,
  id: string,
  { urlVariables, namedVariables, options, name }: Channels,
): Environment {
  const { PGOPTIONS } = environment;
  const urls = urlVariables.map((name) => [
    name,
    toldUrl(environment[name] ?? '', environment, id),
  ]);
  // Programs of Java do not read PGAPPNAME.
  const named = namedVariables
    .filter((variable) => isJdbcUrl(environment[variable] ?? ''))
    .map((variable) => [variable, namedJdbcUrl(environment[variable] ?? '', id)]);
  return {
    ...environment,
    ...Object.fromEntries([...urls, ...named]),
    ...(options ? { PGOPTIONS: optionsWith(PGOPTIONS, id) } : {}),
    ...(name ? { PGAPPNAME: applicationName(environment, id) } : {}),
    // For adapters inside, whose connections may have settings of their own.
    PGGIT_DEPLOYMENT: id,
  };
}

/** The name that sessions of the child have where nobody gives them another. */
export function applicationName({ PGAPPNAME: name = '' }: Environment, id: string): string {
  // That of an outer or earlier run says nothing any more.
  return name === '' || name.startsWith('pggit:') ? `pggit:${id}` : name;
}
