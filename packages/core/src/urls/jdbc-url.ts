const SCHEME = /^jdbc:postgresql:/i;

/** Who connects, where a program is told that beside the URL. */
export interface Credentials {
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

/** Whether it is the address of a PostgreSQL server as Java programs write it. */
export function isJdbcUrl(text: string): boolean {
  return SCHEME.test(text);
}

/**
 * The address as node-postgres understands it, with what the driver of Java takes for granted: this
 * machine where no host is named, encryption where the server has it. Parameters that only that driver
 * knows are left out.
 *
 * @param url one that {@link isJdbcUrl}
 * @param credentials for what the URL itself leaves open
 */
export function plainJdbcUrl(url: string, credentials: Credentials = {}): string {
  const [address = '', ...query] = url.replace(SCHEME, '').split('?');
  const given = parametersOf(query.join('?'));
  const user = given.get('user') ?? credentials.user;
  const password = given.get('password') ?? credentials.password;
  const { hosts, database } = addressOf(address);
  const login = [user, password].filter((part) => part !== undefined).map(encodeURIComponent);
  const authority = `${user === undefined ? '' : `${login.join(':')}@`}${hosts}`;
  const parameters = new URLSearchParams([
    ...(user === undefined && password !== undefined ? [['password', password]] : []),
    ...nodeParameters(given),
  ] as [string, string][]);
  const name = database === undefined ? '' : `/${encodeURIComponent(database)}`;
  return `postgresql://${authority}${name}?${parameters}`;
}

/**
 * The URL with a name for its sessions that puts them into a deployment, where a pooler lets no options
 * through. That driver takes no name from the environment.
 *
 * @param url one that {@link isJdbcUrl}
 * @param id of the deployment
 */
export function namedJdbcUrl(url: string, id: string): string {
  const [address = '', ...query] = url.split('?');
  const parameters = query.join('?');
  const name = `ApplicationName=${encodeURIComponent(`pggit:${id}`)}`;
  return `${address}?${name}${parameters === '' ? '' : `&${parameters}`}`;
}

/** `//host:port,host:port/database`, or the database alone. */
function addressOf(address: string): { hosts: string; database: string | undefined } {
  const [, list, path] = /^\/\/([^/]*)(?:\/(.*))?$/.exec(address) ?? [undefined, '', address];
  const hosts = (list ?? '').split(',').map((host) => hostOf(host));
  const name = decoded((path ?? '').replace(/^\/+/, ''));
  return { hosts: hosts.join(','), database: name === '' ? undefined : name };
}

/** With its port, because a variable of libpq would be taken in its place. */
function hostOf(text: string): string {
  const [, host, port] = /^(\[.*\]|[^:]*)(?::(\d*))?$/.exec(text.trim()) ?? [undefined, text];
  return `${host || 'localhost'}:${port || 5432}`;
}

/** The last of several values counts. */
function parametersOf(query: string): Map<string, string> {
  const pairs = query.split('&').filter((pair) => pair !== '');
  return new Map(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name, decoded(value.join('='))];
    }),
  );
}

/** As an HTML form is: a plus is a space. What is not encoded is left as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function nodeParameters(given: ReadonlyMap<string, string>): string[][] {
  const renamed = [
    ['options', given.get('options')],
    ['application_name', given.get('ApplicationName')],
    ['target_session_attrs', WRITABLE.has(given.get('targetServerType') ?? '') && 'read-write'],
    ...encryption(given),
  ];
  return renamed.filter((pair): pair is string[] => typeof pair[1] === 'string');
}

const WRITABLE: ReadonlySet<string> = new Set(['primary', 'master']);

/** Java reads keys in forms of its own; in one of those, node-postgres has none to show. */
const KEY_OF_JAVA = /\.(?:pk8|der|p12|pfx)$/i;

function encryption(given: ReadonlyMap<string, string>): (string | undefined)[][] {
  const mode = given.get('sslmode') ?? (isSslAskedFor(given.get('ssl')) ? 'verify-full' : 'prefer');
  const root = given.get('sslrootcert');
  const key = given.get('sslkey');
  const isReadable = key !== undefined && !KEY_OF_JAVA.test(key);
  if (mode === 'disable') return [['sslmode', mode]];
  return [
    ['sslmode', mode === 'allow' ? 'prefer' : strictIfRootless(mode, root)],
    // Else the mode means something else to node-postgres than to everybody else.
    ['uselibpqcompat', 'true'],
    ['sslrootcert', root],
    ['sslcert', isReadable ? given.get('sslcert') : undefined],
    ['sslkey', isReadable ? key : undefined],
  ];
}

/** `ssl` alone, without a value, is enough. */
function isSslAskedFor(value: string | undefined): boolean {
  return value !== undefined && value.toLowerCase() !== 'false';
}

/** node-postgres knows no authority of its own to verify with, as Java's driver does by default. */
function strictIfRootless(mode: string, root: string | undefined): string {
  return mode === 'verify-ca' && root === undefined ? 'verify-full' : mode;
}
