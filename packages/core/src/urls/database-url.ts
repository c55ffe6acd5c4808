import { isJdbcUrl, plainJdbcUrl } from './jdbc-url.js';
import { optionsWith } from './server-options.js';

/** What libpq, node-postgres, postgres.js and most others take; JDBC; SQLAlchemy over psycopg. */
const SCHEME = /^(?:jdbc:postgresql:|postgres(?:ql)?(?:\+psycopg[23]?)?:\/\/)/i;

/** `postgresql+psycopg2://`: a scheme may also say which driver is to be used. */
const DRIVER = /^(postgres(?:ql)?)(?:\+\w+)?:/i;

/** Whether it is an URL in which server options can be passed. */
export function isDatabaseUrl(text: string): boolean {
  return SCHEME.test(text);
}

/** The address as node-postgres understands it. */
export function plainUrl(url: string): string {
  if (isJdbcUrl(url)) return plainJdbcUrl(url);
  return url.replace(DRIVER, (_, scheme: string) => `${scheme.toLowerCase()}:`);
}

/**
 * The URL with the deployment in its server options. Options it has are kept, and every other byte
 * stays as it is: URLs are written in more ways than any parser gives back.
 *
 * @param url one that {@link isDatabaseUrl}
 * @param id of the deployment
 */
export function urlWith(url: string, id: string): string {
  const at = queryStart(url);
  if (at === undefined) return `${url}?${parameter(id)}`;
  const path = url.slice(0, at + 1);
  const parameters = url.slice(at + 1);
  if (parameters === '') return path + parameter(id);
  const pairs = parameters.split('&');
  if (pairs.some(isOptions)) {
    return path + pairs.map((pair) => (isOptions(pair) ? merged(pair, id) : pair)).join('&');
  }
  // In front, because a fragment may follow.
  return `${path}${parameter(id)}&${parameters}`;
}

/** Whether an URL has server options, which drivers take instead of those in `PGOPTIONS`. */
export function hasOptions(url: string): boolean {
  const at = queryStart(url);
  return (
    at !== undefined &&
    url
      .slice(at + 1)
      .split('&')
      .some(isOptions)
  );
}

/** As libpq reads it: user and password may contain a question mark, and end at an `@`. */
function queryStart(url: string): number | undefined {
  const authority = SCHEME.exec(url)?.[0].length ?? 0;
  const credentials = /^[^@/]*@/.exec(url.slice(authority))?.[0].length ?? 0;
  const at = url.indexOf('?', authority + credentials);
  return at === -1 ? undefined : at;
}

function isOptions(pair: string): boolean {
  return pair === 'options' || pair.startsWith('options=');
}

function merged(pair: string, id: string): string {
  const [value = '', ...fragment] = pair.slice('options='.length).split(/(?=#)/);
  const kept = value.replace(DANGLING_BACKSLASH, '$1');
  if (kept === '') return parameter(id) + fragment.join('');
  return `options=${kept}%20${encoded(id)}${fragment.join('')}`;
}

/** See {@link optionsWith}; a backslash may be written as it is or as `%5C`. */
const DANGLING_BACKSLASH = /(?<!\\|%5C)((?:(?:\\|%5C){2})*)(?:\\|%5C)$/i;

function parameter(id: string): string {
  return `options=${encoded(id)}`;
}

/** Not with `+` for a space, which libpq takes as a plus. */
function encoded(id: string): string {
  return encodeURIComponent(optionsWith(undefined, id));
}
