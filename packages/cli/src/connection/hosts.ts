/** The part of an URL that names hosts, with what is in front of it and behind it. */
const AUTHORITY = /^(postgres(?:ql)?:\/\/(?:[^@/]*@)?)([^/?]*)(.*)$/s;

/**
 * One URL for each host, in the order in which they are to be tried. Neither the driver nor an URL
 * parser takes a list of hosts, which libpq and JDBC do.
 */
export function urlsOfHosts(url: string): string[] {
  const [, scheme, hosts, rest] = AUTHORITY.exec(url) ?? [];
  if (hosts === undefined || !hosts.includes(',')) return [url];
  return hosts.split(',').map((host) => `${scheme}${host}${rest}`);
}

/**
 * What to try for an URL that wants encryption where the server has it, which the driver does not know:
 * with it first, then without. Only an URL that means it as libpq does.
 */
export function urlsOfEncryption(url: string): string[] {
  const wish = /([?&])sslmode=prefer&uselibpqcompat=true\b/;
  return wish.test(url) ? [url, url.replace(wish, '$1sslmode=disable')] : [url];
}

/** Whether the URL asks for a server that takes writes, as libpq has it. */
export function wantsPrimary(url: string): boolean {
  return /[?&]target_session_attrs=(read-write|primary)\b/.test(url);
}
