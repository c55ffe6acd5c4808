/** The parts of a connection URL to 127.0.0.1. */
export interface LocalDatabase {
  readonly user: string;
  readonly password: string;
  readonly port: number;
  readonly database: string;
}

export function databaseUrl({ user, password, port, database }: LocalDatabase): string {
  const url = new URL(`postgres://127.0.0.1:${port}`);
  url.username = user;
  url.password = password;
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

/** `url` for another role. */
export function urlAs(
  url: string,
  role: { readonly name: string; readonly password: string },
): string {
  const changed = new URL(url);
  changed.username = role.name;
  changed.password = role.password;
  return changed.href;
}

/** `url` with another database name. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.href;
}
